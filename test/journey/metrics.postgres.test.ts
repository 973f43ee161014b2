import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testMetrics } from './metrics.suite.ts'

describeOnPostgres(() => testMetrics('postgres'))
