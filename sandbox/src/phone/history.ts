import { deflateSync } from 'node:zlib'
import { proto } from '@whiskeysockets/baileys'
import { jidOf } from '../server/directory.ts'
import type { World } from '../server/world.ts'
import { conversationsOf, inChunks, splitAt } from './past.ts'
import type { Phone } from './phone.ts'

/** Messages of each chat that come at once; the older ones follow. */
const NEWEST = 20
const CHUNK_BYTES = 1 << 20

/**
 * What a phone tells a companion that was just linked: everybody's two addresses and names, and the messages that it
 * has, the newest of each chat first. Carried inside the notification (compressed), so that no media server is needed.
 * Without it Baileys holds its events back for 20 seconds after the first log-in.
 */
export function historyMessages(phone: Phone, world: World): proto.IMessage[] {
  const accounts = world.directory.all()
  const phoneNumberToLidMappings = accounts.map((account) => ({
    pnJid: jidOf(account, 'pn'),
    lidJid: jidOf(account, 'lid'),
  }))
  const pushnames = accounts.map((account) => ({ id: jidOf(account, 'pn'), pushname: account.name }))
  const { INITIAL_BOOTSTRAP, PUSH_NAME, RECENT } = proto.HistorySync.HistorySyncType
  const [newest, older] = splitAt(conversationsOf(phone, world), NEWEST)
  const chunks = inChunks(older, CHUNK_BYTES)
  return [
    notification({ syncType: INITIAL_BOOTSTRAP, phoneNumberToLidMappings, conversations: newest, progress: 100 }),
    notification({ syncType: PUSH_NAME, pushnames }),
    ...chunks.map((conversations, index) => {
      const chunkOrder = index + 1
      const progress = Math.floor((100 * chunkOrder) / chunks.length)
      return notification({ syncType: RECENT, phoneNumberToLidMappings, conversations, chunkOrder, progress })
    }),
  ]
}

function notification(history: proto.IHistorySync & { syncType: proto.HistorySync.HistorySyncType }): proto.IMessage {
  // The two enumerations of history kinds count alike; only their types differ.
  const syncType = history.syncType as number as proto.Message.HistorySyncType
  return {
    protocolMessage: {
      type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
      historySyncNotification: {
        syncType,
        chunkOrder: history.chunkOrder ?? 1,
        progress: history.progress ?? 100,
        initialHistBootstrapInlinePayload: deflateSync(proto.HistorySync.encode(history).finish()),
      },
    },
  }
}
