import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeState, REASONS, readReason } from './describe-state.ts'

test('docs/staying-linked.md has every reason, in the words of the list', async () => {
  const page = await readFile(join(import.meta.dirname, '../../../docs/staying-linked.md'), 'utf8')
  const rows = [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \| [^|]+ \|$/gm)].map(([, reason, words]) => [reason, words])
  expect(Object.fromEntries(rows)).toEqual(REASONS)
  expect(rows).toHaveLength(Object.keys(REASONS).length)
})

test('a ban that ends says when; a reason that only a later version knows is not said', () => {
  const until = '2026-05-02T12:00:00.000Z'
  expect(describeState('banned', 'banned', until)).toBe(`Banned by WhatsApp until ${until}: ${REASONS.banned}`)
  expect(describeState('banned', 'banned', null)).toBe(`Banned: ${REASONS.banned}`)
  expect(describeState('disconnected', readReason('toString'), null)).toBe('Disconnected')
})
