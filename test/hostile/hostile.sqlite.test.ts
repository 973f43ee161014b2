import { testHostileAnswers } from './hostile.suite.ts'

testHostileAnswers('sqlite')
