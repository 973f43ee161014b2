import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { DAY_MS } from '../platform/db/sweep.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { createSealer } from '../platform/secret/index.ts'
import {
  KEY,
  movableClock,
  openReceiver,
  openRig,
  type Received,
  type Rig,
  stateNews,
  tokenOf,
  until,
} from './rig.suite.ts'

const PATH = '/api/events/rotateSecret/shop'
const URL = 'http://127.0.0.1:9/hook'

async function configure(rig: Rig, url: string): Promise<string> {
  return (await rig.call('POST', '/api/events/webhook/shop', { url })).body.webhook?.secret ?? ''
}

async function rotate(rig: Rig): Promise<string> {
  const reply = await rig.call('POST', PATH)
  expect(reply).toMatchObject({ status: 200, body: { success: true, message: 'Webhook secret rotated' } })
  return reply.body.webhook?.secret ?? ''
}

/** What the header has to be when these secrets sign, in this order, says the library that receivers use. */
function signaturesBy(secrets: readonly string[], { headers, body }: Received): string {
  const at = new Date(Number(headers['webhook-timestamp']) * 1_000)
  return secrets.map((secret) => new Webhook(secret).sign(String(headers['webhook-id']), at, body)).join(' ')
}

async function nextCall(rig: Rig, calls: readonly Received[]): Promise<Received> {
  const before = calls.length
  await rig.announce(stateNews(String(before)))
  await until(() => calls.length > before)
  const call = calls[before]
  if (!call) throw new Error('no call')
  return call
}

describeStores((open) => {
  test('old and new secret both sign for a day, the new one first; then the new one alone', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const receiver = await openReceiver()
    const first = await configure(rig, receiver.url)
    const second = await rotate(rig)
    expect(second).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(second).not.toBe(first)
    moving.advance(DAY_MS - 1)
    const during = await nextCall(rig, receiver.calls)
    expect(during.headers['webhook-signature']).toBe(signaturesBy([second, first], during))
    moving.advance(1)
    const after = await nextCall(rig, receiver.calls)
    expect(after.headers['webhook-signature']).toBe(signaturesBy([second], after))
  })

  test('a rotation that is repeated, for its answer was lost, does not end the secret that the receiver knows', async () => {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    const receiver = await openReceiver()
    const first = await configure(rig, receiver.url)
    const second = await rotate(rig)
    moving.advance(DAY_MS / 2)
    const third = await rotate(rig)
    const call = await nextCall(rig, receiver.calls)
    expect(call.headers['webhook-signature']).toBe(signaturesBy([third, second, first], call))
    moving.advance(DAY_MS / 2)
    const later = await nextCall(rig, receiver.calls)
    expect(later.headers['webhook-signature']).toBe(signaturesBy([third, second], later))
    moving.advance(DAY_MS / 2)
    const last = await nextCall(rig, receiver.calls)
    expect(last.headers['webhook-signature']).toBe(signaturesBy([third], last))
  })

  test('however often it is rotated in a day, nine secrets sign at most, the oldest among them', async () => {
    const rig = await openRig(await open())
    const receiver = await openReceiver()
    const secrets = [await configure(rig, receiver.url)]
    for (let times = 0; times < 12; times += 1) secrets.unshift(await rotate(rig))
    const call = await nextCall(rig, receiver.calls)
    expect(call.headers['webhook-signature']).toBe(signaturesBy([...secrets.slice(0, 8), ...secrets.slice(-1)], call))
  })

  test('a secret that was sealed alone, without its time, signs until its day is over', async () => {
    const moving = movableClock()
    const store = await open()
    const rig = await openRig(store, { moving })
    const receiver = await openReceiver()
    const first = await configure(rig, receiver.url)
    const second = await rotate(rig)
    const { id: row } = await store.read.selectFrom('webhook').select('id').executeTakeFirstOrThrow()
    const place = { table: 'webhook', column: 'sealed_previous_secret', row }
    const sealed_previous_secret = createSealer(KEY).sealText(place, first)
    await store.write(({ sql }) => sql.updateTable('webhook').set({ sealed_previous_secret }).execute())
    const third = await rotate(rig)
    const call = await nextCall(rig, receiver.calls)
    expect(call.headers['webhook-signature']).toBe(signaturesBy([third, second, first], call))
    moving.advance(DAY_MS)
    const after = await nextCall(rig, receiver.calls)
    expect(after.headers['webhook-signature']).toBe(signaturesBy([third], after))
  })

  test('receivers with either secret verify; a changed byte of body, id or time verifies with neither', async () => {
    const rig = await openRig(await open())
    const receiver = await openReceiver()
    const secrets = [await configure(rig, receiver.url), await rotate(rig)]
    const { body, headers, json } = await nextCall(rig, receiver.calls)
    const sent = headers as Record<string, string>
    const id = sent['webhook-id'] ?? ''
    const time = sent['webhook-timestamp'] ?? ''
    const changed: [string, Record<string, string>][] = [
      [body.replace('"version":1', '"version":2'), sent],
      [`${body} `, sent],
      [body, { ...sent, 'webhook-id': `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}` }],
      [body, { ...sent, 'webhook-timestamp': String(Number(time) + 1) }],
    ]
    for (const secret of secrets) {
      const verifier = new Webhook(secret)
      expect(verifier.verify(body, sent)).toEqual(json)
      for (const [text, names] of changed) expect(() => verifier.verify(text, names)).toThrow('No matching signature')
    }
  })

  test('two rotations at once leave both new secrets, and the first', async () => {
    const rig = await openRig(await open())
    const receiver = await openReceiver()
    const first = await configure(rig, receiver.url)
    const both = await Promise.all([rotate(rig), rotate(rig)])
    const call = await nextCall(rig, receiver.calls)
    const expected = [both, both.toReversed()].map((secrets) => signaturesBy([...secrets, first], call))
    expect(expected).toContain(call.headers['webhook-signature'])
  })

  test('a secret that signs no more is erased, however long deliveries are kept', async () => {
    const moving = movableClock()
    const store = await open()
    const rig = await openRig(store, { moving })
    await configure(rig, URL)
    await rotate(rig)
    const sweep = { store, clock: moving, isOver: () => false }
    const kept = () =>
      store.read
        .selectFrom('webhook')
        .select(['sealed_previous_secret', 'previous_secret_until'])
        .executeTakeFirstOrThrow()
    moving.advance(DAY_MS - 1)
    expect(await rig.events.prune(sweep, 0)).toBe(0)
    expect((await kept()).sealed_previous_secret).not.toBeNull()
    moving.advance(1)
    expect(await rig.events.prune(sweep, 0)).toBe(1)
    expect(await kept()).toEqual({ sealed_previous_secret: null, previous_secret_until: null })
    expect(await rig.events.prune(sweep, 0)).toBe(0)
  })

  test('the box of one secret does not open in the place of another', async () => {
    const store = await open()
    const rig = await openRig(store)
    const receiver = await openReceiver()
    await configure(rig, receiver.url)
    await rotate(rig)
    await store.write(({ sql }) =>
      sql
        .updateTable('webhook')
        .set(({ ref }) => ({ sealed_previous_secret: ref('sealed_secret') }))
        .execute(),
    )
    await rig.announce(stateNews('one'))
    const first = async () => (await rig.call('GET', '/api/events/deliveries/shop')).body.deliveries?.[0]
    await until(async () => (await first())?.attempts === 1)
    expect(await first()).toMatchObject({ state: 'pending', lastError: 'internal_error' })
    expect(receiver.calls).toEqual([])
  })

  test('the webhook is named by its label; it may be switched off, and reads as before', async () => {
    const rig = await openRig(await open(), { names: ['shop', 'other'] })
    const made = await rig.call('POST', '/api/events/webhook/shop', { label: 'crm', enabled: false })
    const { secret: _, updatedAt: __, ...view } = made.body.webhook as Record<string, unknown>
    const rotated = await rig.call('POST', PATH, { label: 'crm' })
    expect(rotated).toMatchObject({ status: 200, body: { webhook: { ...view, secret: expect.any(String) } } })
    const read = await rig.call('GET', '/api/events/webhook/shop?label=crm')
    expect(read.body.webhook).not.toHaveProperty('secret')
    for (const body of [undefined, { label: 'CRM' }]) {
      const refused = { status: 404, body: { error: { code: 'webhook_not_found', message: 'Webhook not found' } } }
      expect(await rig.call('POST', PATH, body)).toMatchObject(refused)
    }
    expect(await rig.call('POST', PATH, { label: 'crm' }, tokenOf('other'))).toMatchObject({ status: 403 })
  })
})
