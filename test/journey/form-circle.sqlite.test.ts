import { testCircle } from './form-circle.suite.ts'

testCircle('sqlite')
