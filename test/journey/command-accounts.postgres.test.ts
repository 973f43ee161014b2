import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testAccountCommands } from './command-accounts.suite.ts'

describeOnPostgres(() => testAccountCommands('postgres'))
