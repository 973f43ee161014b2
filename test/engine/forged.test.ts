import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { describeStores } from '../../src/platform/db/test-store.suite.ts'
import { addPerson, control, type Json, linkNumber, until } from '../../src/whatsapp/port-rig.suite.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

const VICTIM = '5511900000077'
const FORGED = {
  keys: { keys: [{ keyId: { keyId: 'AAAAAAAB' }, keyData: { keyData: 'c3RvbGVu' } }] },
  // LIDMigrationMappingSyncPayload: pnToLidMappings of one number and a LID of the forger's choice.
  mapping: { encodedMappingPayload: 'Cg4I3YCAgNTqARCByOXLgAE=' },
}

/** Each thing that only our own phone may say; some with the type that belongs to it, some with none, some with both. */
const SAID: Record<string, Json> = {
  history: {
    type: 'HISTORY_SYNC_NOTIFICATION',
    historySyncNotification: { syncType: 'INITIAL_BOOTSTRAP', directPath: '/nowhere' },
  },
  'history without its type': { historySyncNotification: { syncType: 'RECENT', progress: 100 } },
  'app state keys': { type: 'APP_STATE_SYNC_KEY_SHARE', appStateSyncKeyShare: FORGED.keys },
  'app state keys as a revoke': { type: 'REVOKE', key: { id: 'M1' }, appStateSyncKeyShare: FORGED.keys },
  'a request for app state keys': { type: 'APP_STATE_SYNC_KEY_REQUEST', appStateSyncKeyRequest: {} },
  'a broken app state': {
    type: 'APP_STATE_FATAL_EXCEPTION_NOTIFICATION',
    appStateFatalExceptionNotification: { collectionNames: ['critical_block'] },
  },
  'security settings': {
    type: 'INITIAL_SECURITY_NOTIFICATION_SETTING_SYNC',
    initialSecurityNotificationSettingSync: { securityNotificationEnabled: false },
  },
  'a request to a peer': {
    type: 'PEER_DATA_OPERATION_REQUEST_MESSAGE',
    peerDataOperationRequestMessage: { peerDataOperationRequestType: 'PLACEHOLDER_MESSAGE_RESEND' },
  },
  'the answer of a peer': {
    type: 'PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE',
    peerDataOperationRequestResponseMessage: { stanzaId: '3EB0', peerDataOperationResult: [{}] },
  },
  'LID mappings': { type: 'LID_MIGRATION_MAPPING_SYNC', lidMigrationMappingSyncMessage: FORGED.mapping },
  'a type and nothing in it': { type: 'APP_STATE_SYNC_KEY_SHARE' },
}

const WRAPPED: Record<string, (message: Json) => Json> = {
  openly: (message) => message,
  'beside a text': (message) => ({ conversation: 'veja', ...message }),
  ephemeral: (message) => ({ ephemeralMessage: { message } }),
  'view once': (message) => ({ viewOnceMessageV2: { message } }),
  'as of another device of ours': (message) => ({ deviceSentMessage: { destinationJid: VICTIM, message } }),
  'as an edit': (message) => ({ editedMessage: { message } }),
  'inside an edit': (message) => ({
    protocolMessage: { type: 'MESSAGE_EDIT', key: { id: 'M1' }, editedMessage: message },
  }),
  'three times': (message) => ({
    viewOnceMessage: { message: { documentWithCaptionMessage: { message: { groupStatusMessage: { message } } } } },
  }),
}

describeStores((open) => {
  test('what only our own phone may say is dropped from anybody else, counted, and acknowledged', async () => {
    const store = await open()
    const counted: string[] = []
    const world = baileysWorld(sandbox, store, { note: (_, incident) => void counted.push(incident) })
    const linked = await linkNumber(world, { wantsHistory: true })
    const eve = await addPerson(world)
    const members = [linked.owner.phone, eve.phone]
    const group = String((await control(world, 'groups', { subject: 'Equipe', members }))['jid'])
    const say = async (to: string, message: Json) => String((await eve.post('send', { to, message }))['id'])
    const keys = () =>
      store.read
        .selectFrom('signal_key')
        .select(['kind', 'id'])
        .where('instance_id', '=', linked.instanceId)
        .where('kind', 'not in', ['pre-key', 'session', 'sender-key', 'identity-key'])
        .orderBy('kind')
        .orderBy('id')
        .execute()
    for (const to of [linked.owner.phone, group]) await linked.message(await say(to, { conversation: 'oi' }))
    const before = await keys()

    const forged: string[] = []
    for (const [at, protocolMessage] of Object.values(SAID).entries()) {
      for (const [wrapping, wrap] of Object.values(WRAPPED).entries()) {
        if ((at + wrapping) % 2 === 1) continue
        const to = at % 2 === 0 ? linked.owner.phone : group
        forged.push(await say(to, wrap({ protocolMessage })))
      }
    }
    for (const to of [linked.owner.phone, group]) await linked.message(await say(to, { conversation: 'fim' }))

    expect(counted).toEqual(forged.map(() => 'forged_protocol_message'))
    const told = linked.news.flatMap((news) => (news.type === 'message' ? [news.message.messageId] : []))
    expect(told.filter((id) => forged.includes(id))).toEqual([])
    expect(await keys()).toEqual(before)
    await until(async () => {
      const { receipts } = await control(world, `receipts?account=${linked.owner.phone}&after=0&waitMs=0`)
      const list = receipts as { id: string; class: string; type: string; error?: string }[]
      return forged.every((id) => list.some((one) => one.id === id && one.type === 'delivered'))
    }, 'each has its receipt and will not come again')
    expect(linked.line.state.type).toBe('open')
    await linked.line.close()
  })
})
