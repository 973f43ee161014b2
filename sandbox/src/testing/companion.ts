import { randomBytes } from 'node:crypto'
import {
  type BinaryNode,
  DisconnectReason,
  generateMessageIDV2,
  makeWASocket,
  proto,
  type UserFacingSocketConfig,
  type WAMessage,
} from '@whiskeysockets/baileys'
import { pino } from 'pino'
import { createAuth } from '../phone/auth.ts'
import type { SandboxInfo } from '../simulation.ts'

type Socket = ReturnType<typeof makeWASocket>

/** A linked client as a test sees it: a real Baileys socket that comes back until it is closed. */
export interface Companion {
  socket(): Socket
  received: WAMessage[]
  /** Message stanzas as they came, before anything was done with them. */
  stanzas: BinaryNode[]
  /** Why connections ended, in order: Baileys' status codes. */
  endings: number[]
  /** Resolves with the first message, past or future, that fits. */
  next(fits: (message: WAMessage) => boolean): Promise<WAMessage>
  /** Sends a form; its message id. */
  sendForm(to: string, flowToken: string): Promise<string>
  /** Resolves when the connection is open. */
  open(): Promise<void>
  close(): Promise<void>
}

/** The button parameters of a ready-made form that asks for everything. */
export function formParams(flowToken: string): string {
  const data = { full_name_visible: true, email_visible: true, cpf_or_cnpj_visible: true, custom_fields: [] }
  return JSON.stringify({
    flow_message_version: '4',
    flow_id: '1889354358373616',
    flow_cta: 'Preencher',
    flow_action: 'navigate',
    flow_token: flowToken,
    flow_action_payload: { screen: 'contact_details', data },
  })
}

/** A form as a gateway sends it. */
export function formMessage(flowToken: string): proto.IMessage {
  return {
    messageContextInfo: { messageSecret: randomBytes(32) },
    interactiveMessage: {
      body: { text: 'Please fill this in' },
      nativeFlowMessage: {
        buttons: [{ name: 'galaxy_message', buttonParamsJson: formParams(flowToken) }],
        messageParamsJson: '{}',
        messageVersion: 3,
      },
    },
  }
}

/** Waits until something is so, looking every 10 ms; throws after `ms`. */
export async function until<T>(
  look: () => T | undefined | null | false | Promise<T | undefined | null | false>,
  what: string,
  ms = 10_000,
): Promise<T> {
  const deadline = Date.now() + ms
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function post(info: SandboxInfo, path: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${info.controlUrl}/control/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
  return reply.json()
}

/** Starts a client that is not linked yet, or that is, when `auth` says so. */
export function startCompanion(
  info: SandboxInfo,
  options: Partial<UserFacingSocketConfig> & { onQr?: (qr: string) => void } = {},
): Companion {
  const { onQr, ...config } = options
  const auth = config.auth ?? createAuth(() => undefined).state
  const received: WAMessage[] = []
  const stanzas: BinaryNode[] = []
  const endings: number[] = []
  let closed = false
  let isOpen = false
  let socket: Socket

  const connect = (): Socket => {
    const made = makeWASocket({
      waWebSocketUrl: info.whatsappUrl,
      logger: pino({ level: 'silent' }),
      ...config,
      auth,
    })
    made.ev.on('creds.update', (update) => Object.assign(auth.creds, update))
    made.ws.on('CB:message', (stanza: BinaryNode) => stanzas.push(stanza))
    made.ev.on('messages.upsert', ({ messages }) => received.push(...messages))
    made.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
      if (qr) onQr?.(qr)
      if (connection) isOpen = connection === 'open'
      if (connection !== 'close') return
      const code = (lastDisconnect?.error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode ?? 0
      endings.push(code)
      const final = [DisconnectReason.loggedOut, DisconnectReason.forbidden, 402, 405, 400].includes(code)
      if (!final) setTimeout(reconnect, 20)
    })
    return made
  }
  const reconnect = (): void => {
    if (!closed) socket = connect()
  }
  socket = connect()

  return {
    socket: () => socket,
    received,
    stanzas,
    endings,
    next: (fits) => until(() => received.find(fits), 'a message'),
    async sendForm(to, flowToken) {
      const messageId = generateMessageIDV2()
      const biz: BinaryNode = {
        tag: 'biz',
        attrs: { actual_actors: '2' },
        content: [{ tag: 'interactive', attrs: {} }],
      }
      const message = proto.Message.fromObject(formMessage(flowToken))
      await socket.relayMessage(to, message, { messageId, additionalNodes: [biz] })
      return messageId
    },
    open: () => until(() => isOpen, 'an open connection').then(() => undefined),
    async close() {
      closed = true
      await socket.end(undefined)
    },
  }
}

/** A client that a phone has linked by its QR code, and that is open. */
export async function linkCompanion(
  info: SandboxInfo,
  phone: string,
  config: Partial<UserFacingSocketConfig> = {},
): Promise<Companion> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const companion = startCompanion(info, { ...config, onQr: resolve })
  await post(info, 'link', { phone, qr: await promise })
  await companion.open()
  return companion
}
