import {
  type BinaryNode,
  DisconnectReason,
  generateMessageIDV2,
  getBinaryNodeChildren,
  makeWASocket,
  proto,
  type WAMessage,
} from '@whiskeysockets/baileys'
import type { Logger } from 'pino'
import { Refusal } from '../refusal.ts'
import type { Account } from '../server/directory.ts'
import { plaintextStanza } from '../wire/plaintext.ts'
import type { PhoneAuth } from './auth.ts'
import type { Phone } from './phone.ts'
import { type Memory, outline, received } from './record.ts'
import { resendFor } from './resend.ts'
import { seePresence, seeReceipt } from './ticks.ts'

type Socket = ReturnType<typeof makeWASocket>

export interface SocketPhoneNeeds {
  account: Account
  auth: PhoneAuth
  memory: Memory
  url: string
  logger: Logger
  autoAnswer: boolean
  changed(): void
}

const RECONNECT_MS = 200
const CONNECT_TIMEOUT_MS = 20_000

/** Stanzas whose message has not been read yet are few; a hostile flood of them is not kept. */
const STANZAS_KEPT = 1000

/** A phone with a connection of its own: a Baileys socket that is device 0. Resolves when it is there. */
export async function connectPhone(needs: SocketPhoneNeeds): Promise<Phone> {
  const { account, auth, memory, url, logger, changed } = needs
  const stanzas = new Map<string, BinaryNode>()
  let stopped = false
  let again: NodeJS.Timeout | undefined
  let socket: Socket
  const open = Promise.withResolvers<void>()

  const tellOwn = async (device: string, message: proto.IMessage): Promise<void> => {
    await socket.assertSessions([device], true)
    // Not by `relayMessage`: for one named device it takes a `peer` message for a retry as well, and encrypts it twice.
    const { nodes } = await socket.createParticipantNodes([device], message)
    const content = nodes.flatMap((each) => getBinaryNodeChildren(each, 'enc'))
    const attrs = { id: generateMessageIDV2(socket.user?.id), to: device, type: 'text', category: 'peer' }
    await socket.sendNode({ tag: 'message', attrs, content })
  }

  const keep = (message: WAMessage): void => {
    const id = message.key.id ?? ''
    const stanza = stanzas.get(id)
    const kept = received(message, stanza)
    stanzas.delete(id)
    const asked = stanza?.attrs.category === 'peer' && message.message ? resendFor(message.message, id, memory) : null
    if (asked && stanza?.attrs.from) {
      tellOwn(stanza.attrs.from, asked).catch((err: unknown) => logger.warn({ err }, 'a companion got no answer'))
    }
    if (!kept) return
    memory.messages.add(kept)
    changed()
  }

  const connect = (): Socket => {
    const made = makeWASocket({
      auth: auth.state,
      waWebSocketUrl: url,
      logger,
      shouldSyncHistoryMessage: () => false,
      markOnlineOnConnect: true,
      // Whoever could not read a message of ours asks for it under the address of a device, which is not how it was sent.
      async getMessage({ id }) {
        const sent = memory.find(id ?? '')
        return sent?.fromMe ? proto.Message.fromObject(sent.message) : undefined
      },
      syncFullHistory: false,
      transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 10 },
    })
    made.ws.on('CB:message', (stanza: BinaryNode) => {
      if (stanzas.size < STANZAS_KEPT) stanzas.set(stanza.attrs.id ?? '', stanza)
    })
    made.ev.on('creds.update', (update) => {
      Object.assign(auth.state.creds, update)
      changed()
    })
    made.ev.on('messages.upsert', ({ messages }) => messages.forEach(keep))
    made.ws.on('CB:receipt', (stanza: BinaryNode) => seeReceipt(stanza, memory))
    followPresence(made, memory)
    made.ev.on('connection.update', ({ connection, lastDisconnect }) => {
      if (connection === 'open') open.resolve()
      if (connection !== 'close' || stopped) return
      const reason = (lastDisconnect?.error as { output?: { statusCode?: number } } | undefined)?.output?.statusCode
      if (reason === DisconnectReason.loggedOut) return open.reject(new Error('the phone was not let in'))
      again = setTimeout(() => {
        socket = connect()
      }, RECONNECT_MS)
    })
    return made
  }

  socket = connect()
  const timeout = setTimeout(() => open.reject(new Error('the phone could not connect')), CONNECT_TIMEOUT_MS)
  await open.promise.finally(() => clearTimeout(timeout))

  return {
    account,
    auth,
    memory,
    headless: false,
    autoAnswer: needs.autoAnswer,
    look: async () => undefined,
    async send(chat, message, isEncrypted = true) {
      const id = generateMessageIDV2(socket.user?.id)
      const full = proto.Message.fromObject(message)
      try {
        if (isEncrypted) await socket.relayMessage(chat, full, { messageId: id })
        else await socket.sendNode(plaintextStanza(id, chat, full))
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause)
        throw new Refusal(400, `it could not be sent: ${reason}`, { cause })
      }
      memory.messages.add(outline(id, chat, account, full, Date.now()))
      changed()
      return id
    },
    tellOwn,
    async acknowledge(messageId, type) {
      const known = memory.find(messageId)
      if (!known) throw new Refusal(404, 'this phone has no such message')
      const participant = known.chat.endsWith('@g.us') ? known.from : undefined
      if (type === 'retry') {
        const attrs = { ...known.stanza.attrs, from: known.stanza.attrs.from ?? known.chat }
        await socket.sendRetryRequest({ tag: 'message', attrs }, true)
      } else {
        await socket.sendReceipt(known.chat, participant, [messageId], type === 'read' ? 'read' : undefined)
      }
    },
    async stop() {
      stopped = true
      clearTimeout(again)
      await socket.end(undefined)
    },
  }
}

function followPresence(socket: Socket, memory: Memory): void {
  socket.ws.on('CB:presence', (stanza: BinaryNode) => seePresence(stanza, memory))
  socket.ws.on('CB:chatstate', (stanza: BinaryNode) => seePresence(stanza, memory))
  socket.ev.on('call', (calls) => {
    for (const call of calls) memory.calls.add({ id: call.id, from: call.from, state: call.status })
  })
}
