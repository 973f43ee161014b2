import { testPausing } from './webhook-pausing.suite.ts'

testPausing('sqlite')
