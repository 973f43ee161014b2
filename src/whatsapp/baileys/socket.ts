import {
  Browsers,
  DEFAULT_CONNECTION_CONFIG,
  makeWASocket,
  proto,
  type WASocket,
  type WAVersion,
} from '@whiskeysockets/baileys'
import type { ProxiedWay } from '../../platform/egress/proxied-way.ts'
import type { Device } from './auth-store.ts'
import type { DecryptAhead } from './decrypt-ahead.ts'
import type { GroupBook } from './group-book.ts'
import type { Placeholders } from './placeholders.ts'
import { type Complaints, quietLog } from './quiet-log.ts'
import type { Reception } from './reception.ts'
import { makeSignalRepository } from './signal.ts'
import type { Unreadable } from './unreadable.ts'

export interface SocketDeps {
  device: Device
  groups: GroupBook
  complaints: Complaints
  reception: Reception
  ahead: DecryptAhead
  placeholders: Placeholders
  unreadable: Unreadable
  onEncrypted: () => void
  /** Null: it connects directly. */
  way: ProxiedWay | null
  version?: WAVersion | undefined
  /** How long each QR is shown, in milliseconds; undefined: the first for a minute, the others for 20 s each. */
  codeMs?: number | undefined
}

/**
 * History types that bring the first LID mappings. `RECENT` must not be among them: Baileys would hold back every
 * event for up to 20 s after the first log-in, waiting for it.
 */
const WANTED_HISTORY: ReadonlySet<number> = new Set([
  proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP,
  proto.HistorySync.HistorySyncType.PUSH_NAME,
  proto.HistorySync.HistorySyncType.NON_BLOCKING_DATA,
])

/** The longest interval that there is: the connection has its own watchdog (watchdog.ts). */
const NO_KEEP_ALIVE_MS = 2_147_483_647

/** Dials with a Baileys socket that speaks for a device; where to is in Baileys' own defaults (see engine.ts). */
export function dialSocket(deps: SocketDeps): WASocket {
  const { device, groups, complaints, reception, ahead, placeholders, unreadable, onEncrypted, version, codeMs } = deps
  const { creds, keys, locks } = device
  return makeWASocket({
    auth: { creds, keys },
    logger: quietLog(complaints),
    ...(version === undefined ? {} : { version }),
    ...(codeMs === undefined ? {} : { qrTimeout: codeMs }),
    ...(deps.way === null ? {} : allThrough(deps.way)),
    // Pairing codes are refused for unusual names.
    browser: Browsers.ubuntu('Chrome'),
    markOnlineOnConnect: false,
    keepAliveIntervalMs: NO_KEEP_ALIVE_MS,
    // None: it would be set up anew for every frame (handshake.ts).
    connectTimeoutMs: 0,
    // None: it makes errors with their stack traces for every question (questions.ts).
    defaultQueryTimeoutMs: undefined,
    syncFullHistory: false,
    shouldSyncHistoryMessage: ({ syncType }) => syncType != null && WANTED_HISTORY.has(syncType),
    generateHighQualityLinkPreview: false,
    // Its own retry loses the biz node; ours is in retry.ts.
    enableRecentMessageCache: false,
    enableAutoSessionRecreation: false,
    getMessage: async () => undefined,
    msgRetryCounterCache: unreadable,
    // Everything else that comes in would wait so long for each message that cannot be read.
    retryRequestDelayMs: 0,
    placeholderResendCache: placeholders,
    cachedGroupMetadata: async (jid) => groups.find(jid) ?? undefined,
    // A commit that failed is not tried again behind our back: the line closes and WhatsApp keeps what was not read.
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    makeSignalRepository: makeSignalRepository({
      creds,
      keys,
      locks,
      onEncrypted,
      reception,
      ahead,
    }),
  })
}

/** All by which Baileys dials: its WebSocket, its uploads, its downloads. */
function allThrough(way: ProxiedWay) {
  const isPlain = String(DEFAULT_CONNECTION_CONFIG.waWebSocketUrl).startsWith('ws:')
  return {
    agent: way.agentTo(isPlain ? 'http:' : 'https:'),
    fetchAgent: way.agentTo('https:'),
    options: { dispatcher: way.dispatcher },
  }
}
