import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testCircle } from './form-circle.suite.ts'

describeOnPostgres(() => testCircle('postgres'))
