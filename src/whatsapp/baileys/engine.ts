import { DEFAULT_CONNECTION_CONFIG, proto, WA_CERT_DETAILS, type WAVersion } from '@whiskeysockets/baileys'
import type { Clock } from '../../kernel/clock.ts'
import type { Random } from '../../kernel/id.ts'
import type { Store } from '../../platform/db/store.ts'
import type { ProxiedWay } from '../../platform/egress/proxied-way.ts'
import { faultOf } from '../../platform/log.ts'
import { type Contact, type Engine, type LineProxy, SendRefused } from '../port.ts'
import { openDevice } from './auth-store.ts'
import { createCallBook } from './calls.ts'
import { bringDevice, takeDevice } from './carry-device.ts'
import { createConnection } from './connection.ts'
import { createDecryptAhead } from './decrypt-ahead.ts'
import { DialForbidden } from './dialled-socket.ts'
import { encode, nodesFor } from './encode.ts'
import { forgetMessages } from './forget-messages.ts'
import { createGroupBook } from './group-book.ts'
import { harden } from './harden.ts'
import { createHistory } from './history.ts'
import { createInbox } from './inbox.ts'
import type { EngineIncident } from './incident.ts'
import { createKeptSends, type Send, type SentMessage } from './kept-sends.ts'
import { createLine } from './line.ts'
import { createNewsDesk } from './news.ts'
import { createOutlet } from './outlet.ts'
import { createPlaceholders } from './placeholders.ts'
import type { Complaints } from './quiet-log.ts'
import { createRecent } from './recent.ts'
import { createReception } from './reception.ts'
import { createRetries, type RetryCounts } from './retry.ts'
import { noteEncrypted } from './send.ts'
import { createSending, type Sending } from './sending/index.ts'
import { dialSocket } from './socket.ts'
import { eraseDevice, hasCredentials } from './stored-credentials.ts'
import type { Sealer } from './stored-keys.ts'
import { createUnreadable } from './unreadable.ts'
import { type WiredSocket, wireSocket } from './wire.ts'
import { createWithheld } from './withheld.ts'

export type { EngineIncident } from './incident.ts'

export interface BaileysEngineDeps {
  store: Store
  sealer: Sealer
  clock: Clock
  random: Random
  log: EngineLog
  /** Another server than WhatsApp's, with the root key (32 bytes, or 64 hex digits) that its certificates are under. */
  whatsappUrl?: string | undefined
  rootKey?: Uint8Array | string | undefined
  /** Version of WhatsApp Web to say we are; Baileys' own by default. It is never asked of any host. */
  version?: WAVersion | undefined
  /** Waits are divided by this. */
  timeScale?: number | undefined
  /** A message that went out, when it is older than the engine's own memory: for devices that ask for it again. */
  findSent?: ((instanceId: string, messageId: string) => Promise<SentMessage | null>) | undefined
  /** Whether a message that came in was handled: WhatsApp may give it again when its receipt was lost. */
  isKept?: ((instanceId: string, messageId: string, chat: Contact) => Promise<boolean>) | undefined
  /** Opens the way through a line's proxy. Left out: a line that has to go through one does not connect. */
  openWay?: ((proxy: LineProxy) => ProxiedWay) | undefined
  /** Counts what went wrong below the news, for an operator to see. */
  note?: ((instanceId: string, incident: EngineIncident) => void) | undefined
  /** Counts the lines that the engine would have logged. */
  complaints?: Complaints | undefined
}

/** The lines that the engine writes: fixed sentences, and never whom or what they are about. */
export interface EngineLog {
  warn(fields: Record<string, unknown>, sentence: string): void
}

const SECRET_BYTES = 32
const READ_KEPT = 2000
/**
 * How long the six QRs of one attempt live together. In scaled time each gets that long, for Baileys takes one figure
 * for all, and a scaled minute is too short for a slow machine.
 */
const CODES_MS = 160_000

/** WhatsApp over Baileys. Hardens Baileys for the whole process; one process speaks to one WhatsApp. */
export function createBaileysEngine(deps: BaileysEngineDeps): Engine {
  const { store, sealer, clock, random, log, version, timeScale = 1 } = deps
  harden()

  return {
    capabilities: { forms: true, pairingCode: true },
    isLinked: (instanceId) => hasCredentials(store, instanceId),
    forget: (instanceId) => eraseDevice(store, instanceId),
    takeDevice: (instanceId) => takeDevice({ store, sealer }, instanceId),
    bringDevice: (instanceId, device) => bringDevice({ store, sealer }, instanceId, device),
    forgetMessages: (instanceId, forgotten) => forgetMessages({ store, sealer }, instanceId, forgotten),

    compose(draft) {
      try {
        return encode(draft, random.bytes(SECRET_BYTES))
      } catch (cause) {
        throw new SendRefused('engine_failed', { cause })
      }
    },

    line(instanceId, listener) {
      const count = (incident: EngineIncident) => deps.note?.(instanceId, incident)
      const complaints = deps.complaints ?? { warnings: 0, errors: 0 }
      const news = createNewsDesk(listener, (error) =>
        log.warn({ instanceId, fault: faultOf(error) }, 'news of a line could not be handled'),
      )
      const outlet = createOutlet({
        listener,
        openWay: deps.openWay,
        onFailure: (reason) => log.warn({ instanceId, reason }, 'a line did not get through its proxy'),
      })
      const inbox = createInbox({ store, sealer, clock, news, instanceId })
      const history = createHistory({
        clock,
        timeScale,
        news,
        wantsHistory: async () => (await listener.wantsHistory?.()) ?? false,
        openWay: outlet.open,
        onLost: (error) => log.warn({ instanceId, fault: faultOf(error) }, 'a part of the history could not be read'),
      })
      const sends = createKeptSends()
      const groups = createGroupBook(clock)
      const calls = createCallBook()
      const served: RetryCounts = new Map()
      const readBefore = createRecent(READ_KEPT)
      const unreadable = createUnreadable(clock, count)
      const withheld = createWithheld()

      async function findSend(messageId: string): Promise<Send | null> {
        const sent = sends.find(messageId) ?? (await deps.findSent?.(instanceId, messageId)) ?? null
        if (sent === null) return null
        const message = proto.Message.decode(sent.raw)
        return { to: sent.to, message, nodes: nodesFor(message, clock.now()) }
      }

      const connection = createConnection<WiredSocket & Sending>({
        clock,
        random,
        timeScale,
        news,
        async openDevice(onFailure) {
          await inbox.tellLeft()
          return openDevice({ store, sealer }, instanceId, (error) => {
            log.warn({ instanceId, fault: faultOf(error) }, 'credentials or keys of a line could not be kept')
            onFailure(error)
          })
        },
        onClosing() {
          inbox.pause()
          history.drop()
          return inbox.settled()
        },
        async dial(device, connectionEvents) {
          if ((await listener.mayDial?.()) === false) throw new DialForbidden()
          const way = await outlet.open()
          const events = outlet.hear(way, connectionEvents)
          pointBaileys(deps)
          const reception = createReception({
            clock,
            device,
            inbox,
            readBefore,
            unreadable,
            withheld,
            count,
            isKept: async (message) =>
              inbox.has(message) || ((await deps.isKept?.(instanceId, message.messageId, message.chat)) ?? false),
            onHistory: (notice) =>
              history.take(notice, {
                learn: (mappings) => baileys.signalRepository.lidMapping.storeLIDPNMappings(mappings),
                read: reception.past,
              }),
          })
          const ahead = createDecryptAhead({ device, isUnencrypted: reception.isUnencrypted })
          const placeholders = createPlaceholders()
          const baileys = dialSocket({
            device,
            groups,
            complaints,
            reception,
            ahead,
            placeholders,
            unreadable,
            onEncrypted: noteEncrypted,
            way,
            version,
            codeMs: timeScale === 1 ? undefined : CODES_MS / timeScale,
          })
          const serveRetry = createRetries({ device, served, findSend, count })
          const onRetry = (node: Parameters<typeof serveRetry>[1]) => serveRetry(baileys, node)
          const wired = wireSocket(baileys, {
            clock,
            news,
            groups,
            device,
            events,
            reception,
            ahead,
            placeholders,
            unreadable,
            withheld,
            calls,
            onRetry,
          })
          return { ...wired, ...createSending(baileys, device, clock) }
        },
      })
      return createLine({ clock, timeScale, connection, groups, sends, calls, tellLeft: inbox.tellLeft })
    },
  }
}

/** Baileys reads both objects anew for every socket; they are its only way to be told where WhatsApp is. */
function pointBaileys({ whatsappUrl, rootKey }: BaileysEngineDeps): void {
  if (whatsappUrl !== undefined) DEFAULT_CONNECTION_CONFIG.waWebSocketUrl = whatsappUrl
  if (rootKey !== undefined) {
    WA_CERT_DETAILS.PUBLIC_KEY = typeof rootKey === 'string' ? Buffer.from(rootKey, 'hex') : Buffer.from(rootKey)
  }
}
