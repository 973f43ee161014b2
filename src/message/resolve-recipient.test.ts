import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import { type Line, type LineState, SendRefused } from '../whatsapp/port.ts'
import { resolveRecipient } from './resolve-recipient.ts'
import { forgetRecipient } from './store-recipients.ts'

const OPEN: LineState = { type: 'open', me: { jid: null, lid: null } }

/** A line whose every question fails. */
function brokenLine(state: LineState, error: Error): Line {
  const fail = () => Promise.reject(error)
  return {
    state,
    connect: () => {},
    requestPairingCode: fail,
    lookUp: fail,
    contactOf: fail,
    group: fail,
    send: fail,
    showTyping: fail,
    markRead: fail,
    setOnline: fail,
    rejectCall: fail,
    logOut: fail,
    disown: fail,
    close: fail,
  }
}

describeStores((open) => {
  test.for([
    ['5511911112222', new SendRefused('not_connected'), OPEN],
    ['100000000000007@lid', new SendRefused('not_connected'), OPEN],
    ['120363000000000001@g.us', new SendRefused('not_connected'), OPEN],
    ['5511911112222', new Error('Connection Closed'), { type: 'connecting' }],
  ] as const)('a connection that breaks while %s is looked up is 503, not a failure of ours', async (given) => {
    const [number, error, state] = given
    const store = await open()
    const instanceId = await addInstance(store)
    const asked = resolveRecipient({ store, clock: systemClock }, brokenLine(state, error), instanceId, number)
    await expect(asked).rejects.toMatchObject({ code: 'instance_not_connected', http: 503 })
  })

  test('a look-up that WhatsApp does not answer says so', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const line = brokenLine(OPEN, new Error('Timed Out'))
    await expect(
      resolveRecipient({ store, clock: systemClock }, line, instanceId, '5511911112222'),
    ).rejects.toMatchObject({
      code: 'send_failed',
      message: 'Failed to send message: WhatsApp did not say whether the recipient exists',
    })
  })

  test('an instance that is deleted while a number is looked up is not there', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const line: Line = {
      ...brokenLine(OPEN, new Error('not asked for')),
      async lookUp() {
        await store.write(({ sql }) => sql.deleteFrom('instance').execute())
        return [{ jid: '5511911112222@s.whatsapp.net', lid: null }]
      },
    }
    const asked = resolveRecipient({ store, clock: systemClock }, line, instanceId, '5511911112222')
    await expect(asked).rejects.toMatchObject({ code: 'instance_not_found', http: 404 })
  })

  test('which spelling exists is asked once, and again when that is long ago or proved wrong', async () => {
    const store = await open()
    const instanceId = await addInstance(store)
    const asked: string[][] = []
    const line: Line = {
      ...brokenLine(OPEN, new Error('not asked for')),
      lookUp: async (digits) => {
        asked.push([...digits])
        return [{ jid: '551187654321@s.whatsapp.net', lid: '100000000000007@lid' }]
      },
    }
    let now = 1_000_000
    const clock = { ...systemClock, now: () => now }
    const resolve = () => resolveRecipient({ store, clock }, line, instanceId, '+55 11 98765-4321')
    const known = {
      jid: '551187654321@s.whatsapp.net',
      number: '551187654321',
      chat: { jid: '551187654321@s.whatsapp.net', lid: '100000000000007@lid', type: 'private' },
    }
    expect([await resolve(), await resolve()]).toMatchObject([known, known])
    expect(asked).toEqual([['5511987654321', '551187654321']])
    now += 31 * 24 * 60 * 60 * 1000
    expect(await resolve()).toMatchObject(known)
    expect(asked).toHaveLength(2)
    await store.write(({ sql }) => forgetRecipient(sql, instanceId, known.jid))
    await resolve()
    expect(asked).toHaveLength(3)
  })
})
