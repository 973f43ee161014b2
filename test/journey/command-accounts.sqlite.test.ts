import { testAccountCommands } from './command-accounts.suite.ts'

testAccountCommands('sqlite')
