import { testDeleting } from './instance-delete.suite.ts'

testDeleting('sqlite')
