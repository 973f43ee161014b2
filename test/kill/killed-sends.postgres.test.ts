import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testKilledSends } from './killed-sends.suite.ts'

describeOnPostgres(() => testKilledSends('postgres'))
