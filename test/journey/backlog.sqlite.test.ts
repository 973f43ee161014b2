import { testBacklog } from './backlog.suite.ts'

testBacklog(undefined)
