import { describeOnPostgres } from '../../src/platform/db/test-store.suite.ts'
import { testHostileAnswers } from './hostile.suite.ts'

describeOnPostgres(() => testHostileAnswers('postgres'))
