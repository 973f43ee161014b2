import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testErasing } from './erase.suite.ts'

describeOnPostgres(() => testErasing('postgres'))
