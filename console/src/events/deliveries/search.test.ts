import { expect, test } from 'vitest'
import { isNarrowed, narrowed, readDeliverySearch } from './search.ts'

test('what an address says is read as far as the gateway knows it', () => {
  const whole = { label: 'crm', state: 'dead', event: 'form.answered', messageId: '3EB0', cursor: 'dlv_1' } as const
  expect(readDeliverySearch({ ...whole, other: 'x' })).toEqual(whole)
  expect(readDeliverySearch({ state: 'lost', event: 'no.such', label: ' ', cursor: null, messageId: ['x'] })).toEqual(
    {},
  )
})

test('a label of digits stays a label', () => {
  expect(readDeliverySearch({ label: 7 })).toEqual({ label: '7' })
})

test('another filter begins at its first page', () => {
  expect(narrowed({ label: 'crm', cursor: 'dlv_1' }, { state: 'dead' })).toEqual({ label: 'crm', state: 'dead' })
  expect(narrowed({ label: 'crm', state: 'dead' }, { label: '' })).toEqual({ state: 'dead' })
  expect([isNarrowed({ cursor: 'dlv_1' }), isNarrowed({ label: 'crm' })]).toEqual([false, true])
})
