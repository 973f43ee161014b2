import { testSessions } from './session.suite.ts'

testSessions('sqlite')
