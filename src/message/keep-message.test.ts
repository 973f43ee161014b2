import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import type { IncomingMessage } from '../whatsapp/port.ts'
import { receiveMessage } from './keep-message.ts'

const JID = '5511911112222@s.whatsapp.net'
const LID = '100000000000007@lid'

function messageFrom(person: { jid: string | null; lid: string | null }): IncomingMessage {
  return {
    messageId: 'M1',
    delivery: 'live',
    chat: { ...person, type: 'private' },
    sender: person,
    isFromMe: false,
    at: 1,
    content: { type: 'text', text: 'oi' },
    raw: Uint8Array.of(1),
    quoted: null,
  }
}

describeStores((open) => {
  test.for([
    ['its phone number', { jid: null, lid: LID }, { jid: JID, lid: LID }],
    ['its LID', { jid: JID, lid: null }, { jid: JID, lid: LID }],
    ['that it also had a number', { jid: JID, lid: LID }, { jid: null, lid: LID }],
  ] as const)(
    'a message that comes again after the chat told us %s is kept and told once',
    async ([, first, again]) => {
      const store = await open()
      const id = await addInstance(store)
      let told = 0
      const announce = async () => {
        told += 1
      }
      const deps = { store, clock: systemClock, random: { bytes: randomBytes }, announce }
      const owner = { id, numberJid: null }
      await receiveMessage(deps, owner, messageFrom(first))
      await receiveMessage(deps, owner, messageFrom(again))
      expect([told, await store.read.selectFrom('message').select('message_id').execute()]).toEqual([
        1,
        [{ message_id: 'M1' }],
      ])
    },
  )

  test('two strangers may use the same message id', async () => {
    const store = await open()
    const id = await addInstance(store)
    const deps = { store, clock: systemClock, random: { bytes: randomBytes }, announce: async () => {} }
    await receiveMessage(deps, { id, numberJid: null }, messageFrom({ jid: JID, lid: null }))
    await receiveMessage(deps, { id, numberJid: null }, messageFrom({ jid: null, lid: LID }))
    expect(await store.read.selectFrom('message').select('message_id').execute()).toHaveLength(2)
  })
})
