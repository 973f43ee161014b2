import { storeSuite } from './store.suite.ts'
import { describeOnPostgres } from './test-store.suite.ts'

describeOnPostgres(() => storeSuite('postgres'))
