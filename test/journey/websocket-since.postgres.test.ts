import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testSince } from './websocket-since.suite.ts'

describeOnPostgres(() => testSince('postgres'))
