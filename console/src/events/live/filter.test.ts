import { expect, test } from 'vitest'
import { makeFilter } from './filter.ts'
import { hear } from './stream.ts'

const at = '2026-05-02T12:00:00.000Z'
const HEARD = [
  hear({ id: 'evt_2', event: 'form.answered', timestamp: at, data: { form: { number: '5511' }, name: 'JOSÉ' } }),
  hear({ id: 'evt_1', event: 'message.exchange', timestamp: at, data: { name: 'Ana' } }),
]

test.each([
  [{ type: '', text: '' }, ['evt_2', 'evt_1']],
  [{ type: 'form.answered', text: '' }, ['evt_2']],
  [{ type: '', text: ' josé ' }, ['evt_2']],
  [{ type: 'message.exchange', text: 'josé' }, []],
  [{ type: '', text: '"number":"5511"' }, ['evt_2']],
])('%o leaves %o', (filter, ids) => {
  const wanted = makeFilter(filter)
  for (let round = 0; round < 2; round += 1) expect(wanted(HEARD).map(({ id }) => id)).toEqual(ids)
})
