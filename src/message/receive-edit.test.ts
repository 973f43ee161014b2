import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { systemClock } from '../kernel/clock.ts'
import type { Announcement } from '../kernel/event.ts'
import { addInstance, describeStores } from '../platform/db/test-store.suite.ts'
import type { IncomingContent, IncomingMessage } from '../whatsapp/port.ts'
import { receiveMessage } from './keep-message.ts'

const ANA = { jid: '5511911112222@s.whatsapp.net', lid: '100000000000007@lid' }
const BRUNO = { jid: '5511933334444@s.whatsapp.net', lid: null }
const AT = 1_795_000_000_000

type Change = Partial<IncomingMessage>

function message(content: IncomingContent, change: Change = {}): IncomingMessage {
  const from = { messageId: 'S1', chat: { ...ANA, type: 'private' as const }, sender: ANA, isFromMe: false }
  return { ...from, delivery: 'live', at: AT, content, raw: Uint8Array.of(1), quoted: null, ...change }
}

const text = (words: string, change: Change = {}) => message({ type: 'text', text: words }, change)
const edit = (words: string, editedAt: number, change: Change = {}) => {
  const content = { type: 'text' as const, text: words }
  return message({ type: 'edit', messageId: 'M1', content, editedAt, raw: Buffer.from(words) }, change)
}
const revoke = (change: Change = {}) => message({ type: 'revoke', messageId: 'M1' }, change)

describeStores((open) => {
  async function room() {
    const store = await open()
    const id = await addInstance(store)
    const told: Announcement[] = []
    const noted: string[] = []
    const deps = {
      store,
      clock: systemClock,
      random: { bytes: randomBytes },
      announce: async (_: unknown, announcement: Announcement) => void told.push(announcement),
      note: (_: string, incident: string) => void noted.push(incident),
    }
    const hear = (incoming: IncomingMessage, settings = {}) =>
      receiveMessage(deps, { id, numberJid: null, settings }, incoming)
    const rows = () => store.read.selectFrom('message').select(['message_id', 'type', 'content', 'raw']).execute()
    await hear(text('um', { messageId: 'M1' }))
    const last = () => told.at(-1)?.event.data
    return { hear, rows, told, noted, last }
  }

  test('an edit replaces text and bytes, and is told under the id of the message', async () => {
    const { hear, rows, told, noted, last } = await room()
    await hear(edit('dois', AT + 1_500))
    expect(await rows()).toEqual([{ message_id: 'M1', type: 'text', content: 'dois', raw: expect.anything() }])
    expect(Buffer.from((await rows())[0]?.raw ?? []).toString()).toBe('dois')
    expect(told).toHaveLength(2)
    expect(last()).toMatchObject({
      id: 'M1',
      timestamp: new Date(AT + 1_500).toISOString(),
      message: { type: 'text', content: 'dois', isEdit: true },
    })
    expect(noted).toEqual([])
  })

  test('the same edit again, and an older one, change and tell nothing', async () => {
    const { hear, rows, told, noted } = await room()
    await hear(edit('três', AT + 3_000))
    await hear(edit('três', AT + 3_000))
    await hear(edit('dois', AT + 2_000))
    expect(await rows()).toMatchObject([{ content: 'três' }])
    expect([told.length, noted]).toEqual([2, []])
  })

  test('a revoke empties the message; an edit that comes late does not bring it back', async () => {
    const { hear, rows, told, noted, last } = await room()
    await hear(revoke())
    await hear(revoke())
    await hear(edit('tarde', AT + 9_000))
    expect(await rows()).toMatchObject([{ message_id: 'M1', type: 'revoked', content: '' }])
    expect((await rows())[0]?.raw?.length).toBe(0)
    expect(last()).toMatchObject({ id: 'M1', message: { type: 'revoked', content: '', isEdit: false } })
    expect([told.length, noted]).toEqual([2, []])
  })

  test('an edit or a revoke of another is dropped and counted, and leaves no message behind', async () => {
    const { hear, rows, told, noted } = await room()
    const bruno: Change = { chat: { ...BRUNO, type: 'private' }, sender: BRUNO }
    const inGroup: Change = { chat: { jid: '1203@g.us', lid: null, type: 'group' } }
    for (const change of [bruno, inGroup, { isFromMe: true }, { sender: BRUNO }]) {
      await hear(edit('forjado', AT + 1, change))
      await hear(revoke(change))
    }
    await hear(message({ type: 'revoke', messageId: 'UNKNOWN' }))
    expect(await rows()).toMatchObject([{ message_id: 'M1', type: 'text', content: 'um' }])
    expect(told).toHaveLength(1)
    expect(noted).toEqual(Array.from({ length: 9 }, () => 'foreign_edit'))
  })

  test('ordinary edits in groups that are ignored do not count as foreign; of what is here, they do as ever', async () => {
    const { hear, rows, noted } = await room()
    const inGroup: Change = { chat: { jid: '1203@g.us', lid: null, type: 'group' }, sender: BRUNO }
    await hear(text('antes', { ...inGroup, messageId: 'G1' }))
    const ignoring = { ignoreGroupMessages: true }
    await hear(text('não', { ...inGroup, messageId: 'M1' }), ignoring)
    await hear(edit('não mesmo', AT + 1, inGroup), ignoring)
    await hear(revoke(inGroup), ignoring)
    expect(noted).toEqual([])
    await hear(message({ type: 'revoke', messageId: 'G1' }, { ...inGroup, sender: ANA }), ignoring)
    expect(noted).toEqual(['foreign_edit'])
    await hear(message({ type: 'revoke', messageId: 'G1' }, inGroup), ignoring)
    expect(await rows()).toMatchObject([{ content: 'um' }, { message_id: 'G1', type: 'revoked' }])
  })

  test('an edit that comes before its message is lost, and the message is kept as it was written', async () => {
    const { hear, rows, noted } = await room()
    const early = { type: 'edit' as const, messageId: 'M2', editedAt: AT, raw: Uint8Array.of(1) }
    await hear(message({ ...early, content: { type: 'text', text: 'cedo' } }))
    await hear(text('original', { messageId: 'M2' }))
    expect(await rows()).toMatchObject([{ content: 'um' }, { message_id: 'M2', content: 'original' }])
    expect(noted).toEqual(['foreign_edit'])
  })

  test('what a phone brings of its past is kept and not told', async () => {
    const { hear, rows, told } = await room()
    await hear(edit('dois', AT + 1, { delivery: 'history' }))
    expect(await rows()).toMatchObject([{ content: 'dois' }])
    expect(told).toHaveLength(1)
  })
})
