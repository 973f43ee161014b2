import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testKilledAnswers } from './killed-answers.suite.ts'

describeOnPostgres(() => testKilledAnswers('postgres'))
