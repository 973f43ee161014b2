import { expect, test } from 'vitest'
import { createSealer } from '../platform/secret/index.ts'
import { rememberOpened } from './webhook-secrets.ts'

test('what was opened is remembered until it is sealed anew, each place apart', () => {
  const sealer = createSealer(new Uint8Array(32).fill(7))
  let opened = 0
  const counting = {
    ...sealer,
    openText(place: Parameters<typeof sealer.openText>[0], box: Uint8Array) {
      opened += 1
      return sealer.openText(place, box)
    },
  }
  const remembering = rememberOpened(counting)
  const place = { table: 'webhook', column: 'sealed_secret', row: 'whk_1' }
  const other = { ...place, row: 'whk_2' }
  const first = remembering.sealText(place, 'first')
  expect([remembering.openText(place, first), remembering.openText(place, Uint8Array.from(first))]).toEqual([
    'first',
    'first',
  ])
  expect(opened).toBe(1)
  const second = remembering.sealText(place, 'second')
  expect(remembering.openText(place, second)).toBe('second')
  expect(remembering.openText(other, remembering.sealText(other, 'other'))).toBe('other')
  expect(remembering.openText(place, second)).toBe('second')
  expect(opened).toBe(3)
  expect(() => remembering.openText(other, second)).toThrow()
})
