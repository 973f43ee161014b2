import { expect, test } from 'vitest'
import { storeSuite } from './store.suite.ts'
import { describeOnPostgres } from './test-store.suite.ts'

test.runIf(process.env['CI'] === 'true')('CI names a PostgreSQL in TEST_DATABASE_URL', () => {
  expect(process.env['TEST_DATABASE_URL']).toMatch(/^postgres/)
})

describeOnPostgres(() => storeSuite('postgres'))
