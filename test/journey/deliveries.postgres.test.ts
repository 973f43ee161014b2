import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testDeliveries } from './deliveries.suite.ts'

describeOnPostgres(() => testDeliveries('postgres'))
