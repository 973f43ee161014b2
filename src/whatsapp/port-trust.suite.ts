import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import {
  addPerson,
  control,
  type EngineWorld,
  type Json,
  linkNumber,
  listen,
  outgoing,
  text,
} from './port-rig.suite.ts'

/** A field of a protobuf message that holds text or a message; its number is below 16. */
function field(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([Buffer.of((number << 3) | 2, bytes.length), bytes])
}

/** A chunk of history with one text from somebody, as phones pack it. */
function forgedChunk(syncType: number): string {
  const someone = '5511900000099@s.whatsapp.net'
  const key = Buffer.concat([field(1, someone), field(3, 'FORGED')])
  const message = Buffer.concat([field(1, key), field(2, field(1, 'invented'))])
  const conversation = Buffer.concat([field(1, someone), field(2, field(1, message))])
  return deflateSync(Buffer.concat([Buffer.of(8, syncType), field(2, conversation)])).toString('base64')
}

const FORGERIES: [string, Json][] = [
  [
    'history',
    {
      type: 'HISTORY_SYNC_NOTIFICATION',
      historySyncNotification: { syncType: 'INITIAL_BOOTSTRAP', initialHistBootstrapInlinePayload: forgedChunk(0) },
    },
  ],
  [
    'older history',
    {
      type: 'HISTORY_SYNC_NOTIFICATION',
      historySyncNotification: { syncType: 'RECENT', initialHistBootstrapInlinePayload: forgedChunk(3) },
    },
  ],
  [
    'app state keys',
    {
      type: 'APP_STATE_SYNC_KEY_SHARE',
      appStateSyncKeyShare: { keys: [{ keyId: { keyId: 'AAAAAAAB' }, keyData: { keyData: 'c3RvbGVu' } }] },
    },
  ],
  [
    'LID mappings',
    { type: 'LID_MIGRATION_MAPPING_SYNC', lidMigrationMappingSyncMessage: { encodedMappingPayload: 'CgA=' } },
  ],
  [
    'answers to requests of ours',
    {
      type: 'PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE',
      peerDataOperationRequestResponseMessage: { stanzaId: '3EB0', peerDataOperationResult: [{}] },
    },
  ],
  ['history under another type', { type: 'REVOKE', historySyncNotification: { syncType: 'RECENT', progress: 100 } }],
]

export function trustSuite(world: () => EngineWorld): void {
  test.each(FORGERIES)('%s from a stranger are dropped, openly or wrapped', async (_what, protocolMessage) => {
    const linked = await linkNumber(world(), { wantsHistory: true })
    const eve = await addPerson(world())
    const forged = { protocolMessage }
    const hidden = [
      forged,
      { ephemeralMessage: { message: forged } },
      { deviceSentMessage: { destinationJid: linked.owner.jid, message: forged } },
      { conversation: 'veja', ...forged },
    ]
    const forgedIds: unknown[] = []
    for (const message of hidden) {
      forgedIds.push((await eve.post('send', { to: linked.owner.phone, message }))['id'])
      // Without encryption nobody is our phone, whatever address stands on it.
      for (const { post } of [eve, linked.owner])
        await post('send', { to: linked.owner.phone, message, encrypted: false })
    }
    const { id } = await eve.post('text', { to: linked.owner.phone, text: 'nada demais' })
    await linked.message(id)
    const told = linked.news.flatMap((news) => (news.type === 'message' ? [news.message.messageId] : []))
    expect(told).toEqual([id])
    const { receipts } = await control(world(), `receipts?account=${linked.owner.phone}&after=0&waitMs=0`)
    const acknowledged = (receipts as { id: string; type?: string }[]).filter((told) => forgedIds.includes(told.id))
    expect(acknowledged.length).toBeGreaterThanOrEqual(hidden.length)
    for (const { type } of acknowledged) expect(['hist_sync', 'peer_msg']).not.toContain(type)
    await linked.line.close()
  })

  test('hostile content stops nothing: the next message is told', async () => {
    const linked = await linkNumber(world())
    const eve = await addPerson(world())
    const paramsJson = [
      '\u0000\u0001\u0002'.repeat(80_000),
      '{'.repeat(100_000),
      '{"__proto__":{"polluted":true},"flow_token":1}',
      '\ud800'.repeat(1000),
    ]
    for (const hostile of paramsJson) {
      await eve.post('answer', { to: linked.owner.phone, paramsJson: hostile, body: 'x'.repeat(100_000), quote: false })
    }
    const deep = Array.from({ length: 40 }).reduce<Json>((message) => ({ ephemeralMessage: { message } }), {
      conversation: 'fundo',
    })
    await eve.post('send', { to: linked.owner.phone, message: deep })
    await eve.post('send', { to: linked.owner.phone, message: { reactionMessage: { text: '👍' } } })
    const { id } = await eve.post('text', { to: linked.owner.phone, text: 'ainda aí?' })
    expect((await linked.message(id)).content).toEqual({ type: 'text', text: 'ainda aí?' })
    const answers = linked.news.filter((news) => news.type === 'message' && news.message.content.type === 'form_answer')
    expect(answers.length).toBe(paramsJson.length)
    const reply = outgoing(linked, eve.jid, text('sim'))
    await linked.line.send(reply)
    await eve.received(reply.messageId)
    await linked.line.close()
  })

  test('no key stands on the console, whatever happened here', () => {
    const printed = world().printed()
    expect(printed.filter((line) => /privKey|rootKey|SessionEntry|indexInfo/.test(line))).toEqual([])
  })

  // Last, because an engine may know one root for the whole process, the sandbox's phones included.
  test('a server under another root is not spoken to', async () => {
    const stranger = Buffer.alloc(32, 9).toString('hex')
    const { line, heard, news } = listen(world().start({ rootKey: stranger }), await world().addInstance())
    line.connect()
    const { state } = await heard('state', (told) => told.state.type === 'ended')
    expect(state).toEqual({ type: 'ended', reason: 'server_not_genuine' })
    expect(news.some(({ type }) => type === 'code')).toBe(false)
  })
}
