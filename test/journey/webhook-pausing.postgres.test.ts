import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testPausing } from './webhook-pausing.suite.ts'

describeOnPostgres(() => testPausing('postgres'))
