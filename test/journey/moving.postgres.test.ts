import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testMoving } from './moving.suite.ts'

describeOnPostgres(() => testMoving('postgres'))
