import { testSince } from './websocket-since.suite.ts'

testSince('sqlite')
