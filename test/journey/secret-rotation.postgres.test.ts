import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testSecretRotation } from './secret-rotation.suite.ts'

describeOnPostgres(() => testSecretRotation('postgres'))
