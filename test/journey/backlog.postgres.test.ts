import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testBacklog } from './backlog.suite.ts'

describeOnPostgres(() => testBacklog(process.env['TEST_DATABASE_URL']))
