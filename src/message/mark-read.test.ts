import { expect, test } from 'vitest'
import type { IncomingMessage, Line, LineState } from '../whatsapp/port.ts'
import { createReadMarks, markAsRead } from './mark-read.ts'
import { ANA, lineThat } from './send-rig.suite.ts'

const OLD = '5511900000001@s.whatsapp.net'
const NEW = '5511900000002@s.whatsapp.net'
const SETTINGS = { autoReadMessages: true }

const messageOf = (messageId: string): IncomingMessage => ({
  messageId,
  delivery: 'live',
  chat: { jid: ANA, lid: null, type: 'private' },
  sender: { jid: ANA, lid: null },
  isFromMe: false,
  at: 1,
  content: { type: 'text', text: 'oi' },
  raw: Uint8Array.of(1),
  quoted: null,
})

const openAs = (jid: string): LineState => ({ type: 'open', me: { jid, lid: null } })
const LOST: LineState = { type: 'waiting', reason: 'connection_lost', retryAt: 0 }

function reader() {
  const read: string[] = []
  let line: Line | null = null
  const reads = createReadMarks({ lineOf: () => line })
  return {
    read,
    reads,
    be(state: LineState | null) {
      const markRead: Line['markRead'] = async ({ messageIds }) => void read.push(...messageIds)
      line = state && { ...lineThat(async () => {}), state, markRead }
    },
    hear: (messageId: string, numberJid = OLD) =>
      markAsRead({ reads }, { id: 'ins_shop', numberJid, settings: SETTINGS }, messageOf(messageId)),
  }
}

test('what waits is marked when the same number is back', async () => {
  const { read, reads, be, hear } = reader()
  be(LOST)
  hear('one')
  be(openAs(OLD))
  reads.resume('ins_shop')
  await expect.poll(() => read).toEqual(['one'])
})

test('another number that is linked there marks nothing of the number before it', async () => {
  const { read, reads, be, hear } = reader()
  be(LOST)
  hear('of the old number')
  be(openAs(NEW))
  reads.resume('ins_shop')
  hear('of the new number', NEW)
  await expect.poll(() => read).toEqual(['of the new number'])
})

test.each([
  ['was released', null],
  ['was logged out', { type: 'ended', reason: 'logged_out' }],
] as const)('what waited for a line that %s is forgotten', async (_, gone) => {
  const { read, reads, be, hear } = reader()
  be(LOST)
  hear('early')
  be(gone)
  reads.resume('ins_other')
  hear('late')
  be(openAs(OLD))
  hear('now')
  await expect.poll(() => read).toEqual(['now'])
})
