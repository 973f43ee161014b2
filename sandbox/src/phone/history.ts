import { deflateSync } from 'node:zlib'
import { proto } from '@whiskeysockets/baileys'
import { jidOf } from '../server/directory.ts'
import type { World } from '../server/world.ts'

/**
 * What a phone tells a companion that was just linked: no past messages, but everybody's two addresses and names.
 * Carried inside the notification (compressed), so that no media server is needed. Without it Baileys holds its
 * events back for 20 seconds after the first log-in.
 */
export function historyMessages(world: World): proto.IMessage[] {
  const accounts = world.directory.all()
  const phoneNumberToLidMappings = accounts.map((account) => ({
    pnJid: jidOf(account, 'pn'),
    lidJid: jidOf(account, 'lid'),
  }))
  const pushnames = accounts.map((account) => ({ id: jidOf(account, 'pn'), pushname: account.name }))
  const { INITIAL_BOOTSTRAP, PUSH_NAME, RECENT } = proto.HistorySync.HistorySyncType
  return [
    notification({ syncType: INITIAL_BOOTSTRAP, phoneNumberToLidMappings, progress: 100 }),
    notification({ syncType: PUSH_NAME, pushnames }),
    notification({ syncType: RECENT, phoneNumberToLidMappings, progress: 100 }),
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
        chunkOrder: 1,
        progress: 100,
        initialHistBootstrapInlinePayload: deflateSync(proto.HistorySync.encode(history).finish()),
      },
    },
  }
}
