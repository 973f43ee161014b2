import {
  downloadAndProcessHistorySyncNotification,
  type LIDMapping,
  proto,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { type Clock, pause } from '../../kernel/clock.ts'
import type { ProxiedWay } from '../../platform/egress/proxied-way.ts'
import type { Contact, IncomingMessage } from '../port.ts'
import { unwrap } from './content.ts'
import type { NewsDesk } from './news.ts'

export type HistoryNotice = proto.Message.IHistorySyncNotification

/**
 * The past that a phone brings along in chunks after it linked this device. One chunk is open at a time, however many
 * have arrived, and of its messages one at a time is with the news desk, where all else that happens meanwhile goes
 * before the next.
 *
 * Baileys is left to do with history what it always does (see socket.ts): it would open chunks while every message
 * that comes in waits for the download, and hold back its events for up to 20 s after the first log-in.
 */
export interface History {
  /** Takes a notice that our own phone sent, when the line wants history: it is asked when the notice has its turn. */
  take(notice: HistoryNotice, reader: HistoryReader): void
  /** What is not told yet never is: no phone brings it twice to one device. */
  drop(): void
}

/** How a chunk is understood by the device that got it. */
export interface HistoryReader {
  learn(mappings: LIDMapping[]): Promise<void>
  /** Null for what is no message to us. */
  read(message: WAMessage): Promise<IncomingMessage | null>
}

export interface HistoryDeps {
  clock: Clock
  /** Waits are divided by this. */
  timeScale: number
  news: NewsDesk
  wantsHistory(): Promise<boolean>
  /** The way out for one chunk; null: directly. A chunk whose way is not known is lost. */
  openWay(): Promise<ProxiedWay | null>
  /** Told why a chunk could not be opened. */
  onLost(error: unknown): void
}

/** Of one message; a store that is away for a moment shall not cost a chunk. */
const TRIES = 5
const FIRST_PAUSE_MS = 1_000

export function createHistory({ clock, timeScale, news, wantsHistory, openWay, onLost }: HistoryDeps): History {
  let last: Promise<void> = Promise.resolve()
  let epoch = 0

  async function tellChunk(notice: HistoryNotice, reader: HistoryReader, isDropped: () => boolean): Promise<void> {
    if (isDropped() || !(await wantsHistory())) return
    const { messages, lidPnMappings } = await download(notice)
    await reader.learn(lidPnMappings)
    const waiting = oldestLast(messages)
    for (let next = waiting.pop(); next !== undefined && !isDropped(); next = waiting.pop()) {
      const message = await reader.read(next)
      if (message !== null) await tellSurely(message, isDropped)
    }
  }

  async function download(notice: HistoryNotice) {
    const way = await openWay()
    try {
      return await downloadAndProcessHistorySyncNotification(notice, way === null ? {} : { dispatcher: way.dispatcher })
    } finally {
      way?.close()
    }
  }

  /** What the listener cannot handle after all its tries is left out. */
  async function tellSurely(message: IncomingMessage, isDropped: () => boolean): Promise<void> {
    for (let tries = 1; !(await isHeard(message, isDropped)) && tries < TRIES; tries++) {
      await pause(clock, (FIRST_PAUSE_MS * 2 ** (tries - 1)) / timeScale)
    }
  }

  function isHeard(message: IncomingMessage, isDropped: () => boolean): Promise<boolean> {
    return new Promise((resolve) => {
      const told = async () => {
        if (!isDropped()) return { type: 'message' as const, message }
        resolve(true)
        return null
      }
      news.tell(
        told,
        () => resolve(true),
        () => resolve(false),
      )
    })
  }

  return {
    take(notice, reader) {
      const mine = epoch
      last = last.then(() => tellChunk(notice, reader, () => mine !== epoch)).catch(onLost)
    },
    drop() {
      epoch += 1
    },
  }
}

const { INITIAL_BOOTSTRAP, FULL, RECENT } = proto.Message.HistorySyncType
const WITH_MESSAGES: readonly unknown[] = [INITIAL_BOOTSTRAP, FULL, RECENT]

/** The notice of a chunk with messages in it, or null. Pure. */
export function noticeIn(message: proto.IMessage): HistoryNotice | null {
  const { type, historySyncNotification: notice } = unwrap(message)?.protocolMessage ?? {}
  if (type !== proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION) return null
  return notice && WITH_MESSAGES.includes(notice.syncType) ? notice : null
}

/** A message of a chunk with its author where stanzas have it. In groups phones name it beside the key. Pure. */
export function asReceived(message: WAMessage, me: Contact): WAMessage {
  const { key } = message
  const author = key.participant || (key.fromMe ? (me.jid ?? me.lid) : message.participant)
  return author ? { ...message, key: { ...key, participant: author } } : message
}

/** Phones list each chat from its newest message down, in whole seconds. */
function oldestLast(messages: readonly WAMessage[]): WAMessage[] {
  return messages.toSorted((one, other) => secondsOf(other) - secondsOf(one))
}

function secondsOf({ messageTimestamp }: WAMessage): number {
  return Number(messageTimestamp ?? 0) || 0
}
