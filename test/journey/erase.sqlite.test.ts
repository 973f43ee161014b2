import { testErasing } from './erase.suite.ts'

testErasing('sqlite')
