import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testDeleting } from './instance-delete.suite.ts'

describeOnPostgres(() => testDeleting('postgres'))
