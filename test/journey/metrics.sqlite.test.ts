import { testMetrics } from './metrics.suite.ts'

testMetrics('sqlite')
