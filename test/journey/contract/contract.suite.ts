import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineName } from '../../../src/platform/db/test-store.suite.ts'
import type { Reply } from '../gateway.ts'
import { ANA, onPhone } from '../shop.ts'
import { type Row, resolve } from './row.ts'
import { ERROR_ROWS } from './rows-error.ts'
import { SHARED_ROWS } from './rows-every-send.ts'
import { FORM_ROWS } from './rows-form.ts'
import { FORM_EXTRA_ROWS } from './rows-form-extra.ts'
import { ISOLATION_ROWS } from './rows-isolation.ts'
import { RECIPIENT_ROWS } from './rows-recipient.ts'
import { TEXT_ROWS } from './rows-text.ts'
import { openWorld, type World } from './world.ts'

/** What holds for every kind of send holds for texts too. */
const asText = (row: Row): Row => ({ ...row, path: row.path ?? '/api/message/text/shop' })

const TABLE: Record<string, Row[]> = {
  'the recipient of a form': RECIPIENT_ROWS,
  'the recipient of a text': RECIPIENT_ROWS.map(asText),
  'what a form shares with every send': SHARED_ROWS,
  'what a text shares with every send': SHARED_ROWS.map(asText),
  'a ready-made form': FORM_ROWS,
  'a form of one’s own': FORM_EXTRA_ROWS,
  'a text, and reading back': TEXT_ROWS,
  'errors and leniency': ERROR_ROWS,
  'a second account': ISOLATION_ROWS,
}

/** Every row of the contract of sends, over HTTP, against the running gateway and the phones of the sandbox. */
export function testContract(engine: EngineName): void {
  let world: World

  beforeAll(async () => {
    world = await openWorld(engine)
  })
  afterAll(() => world?.close())

  for (const [subject, rows] of Object.entries(TABLE)) {
    describe(`${subject} (${rows.length} rows)`, () => {
      test.each(rows)('$says', async (row) => {
        const reply = await call(world, row)
        expect([reply.status, reply.body]).toEqual([row.status, expect.anything()])
        expect(reply.body).toMatchObject({ success: row.status < 300, ...resolve(row.answer ?? {}, world) })
        if (row.status >= 300) expect(reply.body.error.code).toMatch(/^[a-z_]+$/)
        if (row.phone) row.phone(await onPhone(world.sandbox, ANA, reply.body.data.messageId), world)
      })
    })
  }

  test('no row is there twice', () => {
    const says = Object.entries(TABLE).flatMap(([subject, rows]) => rows.map((row) => `${subject}: ${row.says}`))
    expect(new Set(says).size).toBe(says.length)
  })
}

async function call(world: World, row: Row): Promise<Reply> {
  const { gateway, tokens } = world
  const path = resolve(row.path ?? '/api/message/form/shop', world)
  const method = row.method ?? 'POST'
  const token = row.token === undefined ? tokens.shop : resolve(row.token, world)
  const about = { token, headers: row.headers ?? {} }
  if (row.raw !== undefined) return gateway.call(method, path, { ...about, raw: Buffer.from(row.raw, 'latin1') })
  if (method === 'GET') return gateway.call(method, path, about)
  const isSend = path.startsWith('/api/message/')
  const body = { ...(isSend ? { number: ANA, message: 'Oi' } : {}), ...resolve(row.body ?? {}, world) }
  return gateway.call(method, path, { ...about, body })
}
