import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { createSealer } from '../platform/secret/index.ts'
import { createLettersAhead } from './letters-ahead.ts'
import { KEY, openReceiver, openRig, type Received, stateNews, until } from './rig.suite.ts'

const EVENTS = 30
const AT_ONCE = 8

const reasonsOf = (calls: readonly Received[]) => calls.map(({ json }) => json.data.reason)

describeStores((open) => {
  /**
   * A webhook whose receiver has taken one and holds the next eight, so that the letters of those behind them are at hand.
   */
  async function openWithLettersAtHand(options: { includeToken?: boolean } = {}) {
    const store = await open()
    const rig = await openRig(store, { ...options, start: false })
    const held: ServerResponse[] = []
    let isHolding = true
    const receiver = await openReceiver((call, response) => {
      if (!isHolding || call.json.data.reason === '0') response.end()
      else held.push(response)
    })
    await rig.call('POST', '/api/events/webhook/shop', { url: receiver.url })
    for (let count = 0; count < EVENTS; count += 1)
      await rig.announce({ ...stateNews(`${count}`, `chat ${count}`), messageId: `m${count}` })
    await rig.events.start()
    await until(() => held.length === AT_ONCE)
    const letGo = () => {
      isHolding = false
      for (const response of held.splice(0)) response.end()
    }
    const allEnded = () =>
      until(async () => {
        const waiting = await store.read.selectFrom('delivery').select('id').where('state', '=', 'pending').execute()
        return waiting.length === 0
      })
    return { store, rig, receiver, letGo, allEnded }
  }

  test('letters that were read together go out one by one, each once', async () => {
    const { receiver, letGo, allEnded, store } = await openWithLettersAtHand()
    letGo()
    await allEnded()
    expect(new Set(reasonsOf(receiver.calls)).size).toBe(EVENTS)
    expect(receiver.calls).toHaveLength(EVENTS)
    const attempts = await store.read.selectFrom('attempt').select(['number', 'status', 'response']).execute()
    expect(attempts).toEqual(Array(EVENTS).fill({ number: 1, status: 200, response: '' }))
  })

  test('a webhook stood still as long as something changed at every look', async () => {
    let changes = 0
    const underWay = {
      changes() {
        changes += 1
        return changes
      },
    }
    const ahead = createLettersAhead({ store: await open(), wordsOf: async () => null, underWay }, 'whk_1')
    expect(await ahead.read(['dlv_1'])).toBe(false)
    expect(ahead.take('dlv_1')).toBeNull()
  })

  test('once an address was changed, letters at hand go to the new one', async () => {
    const { rig, receiver, letGo, allEnded } = await openWithLettersAtHand()
    const other = await openReceiver()
    await rig.call('POST', '/api/events/webhook/shop', { url: other.url })
    letGo()
    await allEnded()
    expect(receiver.calls).toHaveLength(1 + AT_ONCE)
    expect(new Set(reasonsOf(other.calls)).size).toBe(EVENTS - 1)
  })

  test('once a secret was rotated, letters at hand are signed with both', async () => {
    const { rig, receiver, letGo, allEnded } = await openWithLettersAtHand()
    expect(await rig.call('POST', '/api/events/rotateSecret/shop', { label: 'default' })).toMatchObject({ status: 200 })
    letGo()
    await allEnded()
    const signatures = receiver.calls.map(({ headers }) => String(headers['webhook-signature']).split(' ').length)
    expect(signatures).toEqual([...Array(1 + AT_ONCE).fill(1), ...Array(EVENTS - 1 - AT_ONCE).fill(2)])
  })

  test('once a webhook was switched off, letters at hand go nowhere', async () => {
    const { rig, receiver, letGo, allEnded } = await openWithLettersAtHand()
    await rig.call('POST', '/api/events/webhook/shop', { enabled: false })
    letGo()
    await allEnded()
    expect(receiver.calls).toHaveLength(1 + AT_ONCE)
  })

  test('once a webhook was paused, letters at hand wait', async () => {
    const { rig, receiver, letGo, store, allEnded } = await openWithLettersAtHand()
    await rig.call('POST', '/api/events/pauseWebhook/shop', { label: 'default', paused: true })
    letGo()
    const ended = async () => (await store.read.selectFrom('attempt').select('number').execute()).length
    await until(async () => (await ended()) === 1 + AT_ONCE)
    expect(receiver.calls).toHaveLength(1 + AT_ONCE)
    await rig.call('POST', '/api/events/pauseWebhook/shop', { label: 'default', paused: false })
    await allEnded()
    expect(new Set(reasonsOf(receiver.calls)).size).toBe(EVENTS)
  })

  test('what is erased while its letter is at hand is not sent', async () => {
    const { rig, store, receiver, letGo, allEnded } = await openWithLettersAtHand()
    const last = { instanceId: 'ins_shop', messageId: `m${EVENTS - 1}`, blanking: 'values' as const }
    await store.write((unit) => rig.events.blank(unit, last))
    letGo()
    await allEnded()
    expect(reasonsOf(receiver.calls)).not.toContain(`${EVENTS - 1}`)
    expect(receiver.calls).toHaveLength(EVENTS - 1)
  })

  /** Seals another token for the instance, as its room does it. */
  async function replaceToken({ store, rig }: Awaited<ReturnType<typeof openWithLettersAtHand>>, row: string) {
    const sealed_token = createSealer(KEY).sealText({ table: 'instance', column: 'sealed_token', row }, 'another-token')
    await store.write(async (transaction) => {
      await transaction.sql.updateTable('instance').set({ sealed_token }).execute()
      transaction.afterCommit(() => rig.events.setup.tokenEnded('ins_shop'))
    })
  }

  test('once a token was replaced, letters at hand tell the new one', async () => {
    const opened = await openWithLettersAtHand({ includeToken: true })
    await replaceToken(opened, 'ins_shop')
    opened.letGo()
    await opened.allEnded()
    const tokens = opened.receiver.calls.map(({ json }) => json.instanceData['token'])
    expect(tokens.slice(1 + AT_ONCE)).toEqual(Array(EVENTS - 1 - AT_ONCE).fill('another-token'))
  })

  test('a token that cannot be opened fails the attempts that would tell it, and holds up nothing for ever', async () => {
    const opened = await openWithLettersAtHand({ includeToken: true })
    await replaceToken(opened, 'ins_of_somebody_else')
    opened.letGo()
    const failed = opened.store.read.selectFrom('delivery').select('id').where('last_error', '=', 'internal_error')
    await until(async () => (await failed.execute()).length > 0)
    expect(opened.receiver.calls).toHaveLength(1 + AT_ONCE)
  })
})
