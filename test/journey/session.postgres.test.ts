import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testSessions } from './session.suite.ts'

describeOnPostgres(() => testSessions('postgres'))
