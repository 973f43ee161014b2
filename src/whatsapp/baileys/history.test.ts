import { deflateSync } from 'node:zlib'
import { proto, type WAMessage } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import type { IncomingMessage, LineNews } from '../port.ts'
import { decode } from './decode.ts'
import { asReceived, createHistory, type HistoryNotice, noticeIn } from './history.ts'
import { createNewsDesk } from './news.ts'

const ME = { jid: '5511900000000@s.whatsapp.net', lid: '100000000000001@lid' }
const ANA = '5511911111111@s.whatsapp.net'
const GROUP = '120363000000000001@g.us'
const NOW = 1_795_000_000
const { INITIAL_BOOTSTRAP, FULL, RECENT, PUSH_NAME } = proto.HistorySync.HistorySyncType

function past(id: string, at = NOW, chat = ANA): proto.IWebMessageInfo {
  return { key: { id, remoteJid: chat, fromMe: false }, message: { conversation: id }, messageTimestamp: at }
}

/** As phones list it: from the newest message down. */
function chunk(newestFirst: proto.IWebMessageInfo[], syncType = RECENT): HistoryNotice {
  const messages = newestFirst.map((message) => ({ message }))
  const history = proto.HistorySync.encode({ syncType, conversations: [{ id: ANA, messages }] })
  const payload = deflateSync(history.finish())
  // The two enumerations of history kinds count alike; only their types differ.
  return { syncType: syncType as number, initialHistBootstrapInlinePayload: payload }
}

function line({ wants = true, hear = async (_: LineNews) => {} } = {}) {
  const told: string[] = []
  const lost: unknown[] = []
  const learned: unknown[] = []
  const news = createNewsDesk(
    {
      async hear(heard) {
        if (heard.type === 'ack') told.push(heard.messageId)
        await hear(heard)
        if (heard.type === 'message') told.push(heard.message.messageId)
      },
    },
    () => {},
  )
  const history = createHistory({
    clock: systemClock,
    timeScale: 1_000,
    news,
    wantsHistory: async () => wants,
    openWay: async () => null,
    onLost: (error) => lost.push(error),
  })
  const read = async (message: WAMessage): Promise<IncomingMessage | null> =>
    decode(asReceived(message, ME), { me: ME, delivery: 'history', nowMs: NOW * 1_000 })
  const learn = async (mappings: unknown[]) => void learned.push(...mappings)
  const take = (notice: HistoryNotice) => history.take(notice, { learn, read })
  return { history, news, told, lost, learned, take }
}

test('chunks are told one after another, each from its oldest message on, without what is no message to us', async () => {
  const { take, told } = line()
  const status = past('status', NOW, 'status@broadcast')
  const channel = past('channel', NOW, '120363000000000002@newsletter')
  const list = past('list', NOW, '1795000000@broadcast')
  const notice = { ...past('notice'), messageStubType: proto.WebMessageInfo.StubType.GROUP_CREATE }
  take(chunk([past('c', NOW + 9), status, past('b2', NOW + 5), past('b1', NOW + 5), channel, past('a'), list, notice]))
  take(chunk([past('older', NOW - 9)]))
  await expect.poll(() => told).toEqual(['a', 'b1', 'b2', 'c', 'older'])
})

test('what happens meanwhile waits for one message of the past, not for all of them', async () => {
  const many = Array.from({ length: 200 }, (_, index) => past(`past ${index}`, NOW - index))
  const { take, told, news } = line({
    hear: async ({ type }) => {
      if (type !== 'message' || told.some((id) => id === 'now')) return
      news.tell({ type: 'ack', messageId: 'now', chat: ANA, failure: null, at: NOW })
    },
  })
  take(chunk(many))
  await expect.poll(() => told).toContain('past 0')
  expect(told.indexOf('now')).toBe(1)
})

test('a line that does not want history is told none, and no chunk is opened for it', async () => {
  const { take, told, lost, history } = line({ wants: false })
  take(chunk([past('a')]))
  take({ syncType: RECENT as number, directPath: '/nowhere' })
  const wanting = line()
  wanting.take(chunk([past('witness')]))
  await expect.poll(() => wanting.told).toEqual(['witness'])
  expect([told, lost]).toEqual([[], []])
  history.drop()
})

test('a chunk that cannot be opened is left out, and the next follows', async () => {
  const { take, told, lost } = line()
  take({ syncType: RECENT as number, initialHistBootstrapInlinePayload: Uint8Array.of(1, 2, 3) })
  take(chunk([past('next')]))
  await expect.poll(() => told).toEqual(['next'])
  expect(lost).toHaveLength(1)
})

test('a message that the listener cannot handle is told again, and left out when it never can', async () => {
  const tries: string[] = []
  const { take, told } = line({
    async hear(news) {
      if (news.type !== 'message') return
      const { messageId } = news.message
      tries.push(messageId)
      if (messageId === 'never' || tries.length === 1) throw new Error('disk full')
    },
  })
  take(chunk([past('last', NOW + 2), past('never', NOW + 1), past('later', NOW)]))
  await expect.poll(() => told).toEqual(['later', 'last'])
  expect(tries).toEqual(['later', 'later', ...Array.from({ length: 5 }, () => 'never'), 'last'])
})

test('a closed line is told nothing more of what it got before, and what it gets later', async () => {
  const { take, told, history } = line({
    hear: async () => {
      if (told.length === 0) history.drop()
    },
  })
  take(chunk([past('b', NOW + 1), past('a')]))
  take(chunk([past('c')]))
  await expect.poll(() => told).toEqual(['a'])
  take(chunk([past('d')]))
  await expect.poll(() => told).toEqual(['a', 'd'])
})

test('the author of a group message is found beside its key; ours are ours', () => {
  const theirs = { ...past('M1', NOW, GROUP), participant: ANA } as WAMessage
  const ours = { ...past('M2', NOW, GROUP), key: { id: 'M2', remoteJid: GROUP, fromMe: true } } as WAMessage
  const context = { me: ME, delivery: 'history' as const, nowMs: NOW }
  expect(decode(asReceived(theirs, ME), context)).toMatchObject({ sender: { jid: ANA }, isFromMe: false })
  expect(decode(asReceived(ours, ME), context)).toMatchObject({ sender: ME, isFromMe: true })
})

test('only notices of chunks that hold messages are taken, wrapped or not', () => {
  const protocol = (historySyncNotification: HistoryNotice, type = 'HISTORY_SYNC_NOTIFICATION'): proto.IMessage => ({
    protocolMessage: { ...proto.Message.ProtocolMessage.fromObject({ type }), historySyncNotification },
  })
  const wanted = [INITIAL_BOOTSTRAP, FULL, RECENT].map((syncType) => protocol(chunk([], syncType)))
  for (const message of wanted) {
    expect(noticeIn(message)).not.toBeNull()
    expect(noticeIn({ deviceSentMessage: { message } })).not.toBeNull()
  }
  expect(noticeIn(protocol(chunk([], PUSH_NAME)))).toBeNull()
  expect(noticeIn(protocol(chunk([]), 'REVOKE'))).toBeNull()
  expect(noticeIn({ conversation: 'oi' })).toBeNull()
})
