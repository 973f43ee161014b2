import { testKilledSends } from './killed-sends.suite.ts'

testKilledSends('sqlite')
