import { testSecretRotation } from './secret-rotation.suite.ts'

testSecretRotation('sqlite')
