import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import type { Line } from '../whatsapp/port.ts'
import { SendRefused } from '../whatsapp/port.ts'
import { addressSend } from './address-send.ts'
import { ANA, keptMessage, lineThat, openSends } from './send-rig.suite.ts'
import { insertMessage } from './store.ts'

const LID = '100000000000007@lid'
const GROUP = '120363000000000001@g.us'
const FIELDS = { number: LID, delayMs: 0, replyTo: 'Q', replyPrivate: false, source: 'api' }

describeStores((open) => {
  async function address(
    line: Partial<Line>,
    fields: Partial<typeof FIELDS>,
    original: Parameters<typeof keptMessage>[0],
  ) {
    const store = await open()
    const whole = { ...lineThat(async () => {}), ...line }
    const { sender } = await openSends(store, whole)
    await store.write(({ sql }) => insertMessage(sql, keptMessage({ message_id: 'Q', ...original })))
    return addressSend({ store, clock: systemClock }, whole, sender, { ...FIELDS, ...fields })
  }

  test('a chat that was known by LID alone is the same one by number now: the quote names no other chat', async () => {
    const contactOf = async () => ({ jid: ANA, lid: LID })
    const { recipient, quoted } = await address(
      { contactOf },
      {},
      { id: 'q', chat_key: LID, chat_jid: null, chat_lid: LID },
    )
    expect([recipient.jid, quoted?.chatJid]).toEqual([ANA, ANA])
  })

  test('a connection that breaks while the group of a quote is asked for is 503', async () => {
    const group = async () => Promise.reject(new SendRefused('not_connected'))
    const original = { id: 'q', chat_key: GROUP, chat_jid: GROUP, chat_type: 'group' as const }
    const lookUp = async () => [{ jid: ANA, lid: null }]
    const addressed = address({ group, lookUp }, { number: '5511911112222' }, original)
    await expect(addressed).rejects.toMatchObject({ code: 'instance_not_connected', http: 503 })
  })

  test('who is known by LID alone is quoted by LID', async () => {
    const { recipient, quoted } = await address(
      {},
      {},
      { id: 'q', chat_key: LID, chat_jid: null, chat_lid: LID, sender_jid: ANA, sender_lid: LID },
    )
    expect([recipient.jid, quoted?.senderJid]).toEqual([LID, LID])
  })

  test('of two messages with one id that of the recipient’s chat is meant', async () => {
    const store = await open()
    const line = lineThat(async () => {})
    const { sender } = await openSends(store, line)
    const own = { id: 'own', message_id: 'Q', chat_key: LID, chat_jid: null, chat_lid: LID, raw: Uint8Array.of(7) }
    const strange = { id: 'strange', message_id: 'Q', chat_key: GROUP, chat_jid: GROUP, created_at: 9_000 }
    await store.write(async ({ sql }) => {
      for (const fields of [own, strange]) await insertMessage(sql, keptMessage(fields))
    })
    const { quoted } = await addressSend({ store, clock: systemClock }, line, sender, FIELDS)
    expect(quoted?.raw).toEqual(Uint8Array.of(7))
  })

  test.each([
    ['whose author is not known', { sender_jid: null }, 'the author of the original message is not known'],
    ['of our own', { sender_jid: ANA, state: 'sent' as const }, 'the original message is our own'],
  ])('a message of a group %s has no private reply', async (_which, original, reason) => {
    const group = async () => ({ jid: GROUP, subject: '', addressing: 'lid' as const, members: [] })
    const whole = { id: 'q', chat_key: GROUP, chat_jid: GROUP, chat_type: 'group' as const, ...original }
    const addressed = address({ group }, { number: GROUP, replyPrivate: true }, whole)
    await expect(addressed).rejects.toMatchObject({
      code: 'private_reply_failed',
      message: `Private reply failed: ${reason}`,
    })
  })

  test('a message whose bytes are kept no longer is not found, rather than somebody else’s', async () => {
    const addressed = address({}, {}, { id: 'q', raw: null })
    await expect(addressed).rejects.toMatchObject({ code: 'reply_message_not_found' })
  })
})
