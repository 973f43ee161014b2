import {
  type AuthenticationCreds,
  DisconnectReason,
  initAuthCreds,
  makeWASocket,
  proto,
  type SignalKeyStore,
  type WASocket,
} from '@whiskeysockets/baileys'
import type { Logger } from 'pino'
import pino from 'pino'
import { percentile } from './percentile.ts'

/** How long a piece of work took, in milliseconds, and its single operations. */
export interface Took {
  ms: number
  p50: number
  p99: number
}

/** What a bare account sends to each: the message's protobuf, and the nodes beside it. */
export interface Load {
  raw: Uint8Array
  nodes: { tag: string; attrs: Record<string, string>; content?: unknown }[]
}

/** One number on bare Baileys, as its own example uses it. */
export interface BareAccount {
  readonly creds: AuthenticationCreds
  /** Dials until it is open; `onQr` gets each code of one that is not linked. */
  connect(onQr?: (qr: string) => void): Promise<void>
  /** Sends to each number, so many at once; a send ends with the server's ack. Resolves with the messages' ids. */
  send(numbers: readonly string[], atOnce: number, load: Load, isFirst: boolean): Promise<Took & { ids: string[] }>
  /** Resolves when so many messages have come in since the call, with when each was told, by its id. */
  receive(count: number): Promise<Record<string, number>>
}

const SILENT: Logger = pino({ level: 'silent' })

export function createBareAccount(creds: AuthenticationCreds | null, keys: SignalKeyStore): BareAccount {
  const auth = { creds: creds ?? initAuthCreds(), keys }
  const acks = new Map<string, () => void>()
  let socket: WASocket | null = null
  let onMessage: ((id: string) => void) | null = null

  function dial(onQr: ((qr: string) => void) | undefined, isOpen: () => void): void {
    const dialled = makeWASocket({
      auth,
      logger: SILENT,
      markOnlineOnConnect: false,
      syncFullHistory: false,
      shouldSyncHistoryMessage: () => false,
      generateHighQualityLinkPreview: false,
    })
    socket = dialled
    dialled.ev.on('creds.update', (update) => Object.assign(auth.creds, update))
    dialled.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      if (qr !== undefined) onQr?.(qr)
      if (connection === 'open') isOpen()
      if (connection !== 'close') return
      const code = (lastDisconnect?.error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode
      if (code === DisconnectReason.restartRequired) dial(onQr, isOpen)
    })
    dialled.ev.on('messages.upsert', ({ messages }) => {
      for (const { key } of messages) if (!key.fromMe) onMessage?.(key.id ?? '')
    })
    dialled.ws.on('CB:ack,class:message', ({ attrs }: { attrs: { id?: string } }) => acks.get(attrs.id ?? '')?.())
  }

  async function sendOne(number: string, { raw, nodes }: Load, isFirst: boolean): Promise<string> {
    if (socket === null) throw new Error('not connected')
    let jid = `${number}@s.whatsapp.net`
    if (isFirst) {
      const [found] = (await socket.onWhatsApp(number)) ?? []
      if (!found?.exists) throw new Error('nobody there')
      jid = found.jid
    }
    const messageId = `3EB0${Math.random().toString(16).slice(2, 14).toUpperCase()}${acks.size}`
    const acked = new Promise<void>((resolve) => acks.set(messageId, resolve))
    await socket.relayMessage(jid, proto.Message.decode(raw), {
      messageId,
      additionalNodes: nodes as NonNullable<Parameters<WASocket['relayMessage']>[2]['additionalNodes']>,
    })
    await acked
    acks.delete(messageId)
    return messageId
  }

  return {
    creds: auth.creds,
    connect: (onQr) => new Promise((resolve) => dial(onQr, resolve)),
    async send(numbers, atOnce, load, isFirst) {
      const left = [...numbers.entries()]
      const ids: string[] = []
      const times: number[] = []
      const beganAt = performance.now()
      const work = async () => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          const startedAt = performance.now()
          ids[next[0]] = await sendOne(next[1], load, isFirst)
          times.push(performance.now() - startedAt)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, work))
      return { ms: performance.now() - beganAt, p50: percentile(times, 0.5), p99: percentile(times, 0.99), ids }
    },
    receive(count) {
      const told: Record<string, number> = {}
      return new Promise((resolve) => {
        let left = count
        onMessage = (id) => {
          told[id] = Date.now()
          left -= 1
          if (left > 0) return
          onMessage = null
          resolve(told)
        }
      })
    },
  }
}
