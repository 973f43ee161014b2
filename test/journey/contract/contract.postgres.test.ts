import { describeOnPostgres } from '../../../src/platform/db/test-store.suite.ts'
import { testContract } from './contract.suite.ts'

describeOnPostgres(() => testContract('postgres'))
