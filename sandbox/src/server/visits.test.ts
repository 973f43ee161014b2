import { expect, test } from 'vitest'
import { createVisitBook } from './visits.ts'

test('it is known since when somebody is there: from the first who came after nobody was', () => {
  let now = 1_000
  const visits = createVisitBook(() => now)
  expect(visits.all()).toEqual({ since: null, registrations: 0, ready: 0, accounts: {} })
  const first = visits.dialled()
  now = 2_000
  const second = visits.dialled()
  expect(visits.all().since).toBe(1_000)
  first()
  visits.dialled()()
  expect(visits.all().since).toBe(1_000)
  second()
  now = 3_000
  visits.dialled()
  expect(visits.all().since).toBe(3_000)
})

test('whoever is ready is counted, until all is forgotten', () => {
  const visits = createVisitBook(() => 0)
  visits.ready()
  visits.ready()
  expect(visits.all().ready).toBe(2)
  visits.clear()
  expect(visits.all().ready).toBe(0)
})
