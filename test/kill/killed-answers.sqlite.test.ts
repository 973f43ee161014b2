import { testKilledAnswers } from './killed-answers.suite.ts'

testKilledAnswers('sqlite')
