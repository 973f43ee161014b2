import { testContract } from './contract.suite.ts'

testContract('sqlite')
