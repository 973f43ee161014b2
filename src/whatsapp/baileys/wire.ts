import { EventEmitter } from 'node:events'
import { type BinaryNode, getAllBinaryNodeChildren, S_WHATSAPP_NET, type WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../kernel/clock.ts'
import { bothAddresses } from './address-book.ts'
import type { Device } from './auth-store.ts'
import { type CallBook, readCall } from './calls.ts'
import type { DecryptAhead } from './decrypt-ahead.ts'
import type { DialledSocket, SocketEvents } from './dialled-socket.ts'
import type { GroupBook } from './group-book.ts'
import { limitHandshake } from './handshake.ts'
import type { NewsDesk } from './news.ts'
import { writeOncePerTurn } from './one-write.ts'
import { isAddressOf, meOf } from './people.ts'
import type { Placeholders } from './placeholders.ts'
import { limitQuestions } from './questions.ts'
import type { Reception } from './reception.ts'
import { takeRetries } from './retry.ts'
import type { Unreadable } from './unreadable.ts'
import { readAck, readReceipt } from './verdict.ts'
import type { Withheld } from './withheld.ts'

export interface WireDeps {
  clock: Clock
  news: NewsDesk
  groups: GroupBook
  device: Device
  events: SocketEvents
  reception: Reception
  ahead: DecryptAhead
  placeholders: Placeholders
  unreadable: Unreadable
  withheld: Withheld
  calls: CallBook
  /** Serves a retry receipt; Baileys does not see it. */
  onRetry: (node: BinaryNode) => Promise<void>
}

/** A Baileys socket as the rest of the folder uses it. */
export interface WiredSocket extends DialledSocket {
  readonly baileys: WASocket
}

/** Turns what a Baileys socket says into news of the line and events of its connection. */
export function wireSocket(baileys: WASocket, deps: WireDeps): WiredSocket {
  const { clock, news, device, events, reception, ahead, placeholders, unreadable, withheld } = deps
  let isPaired = device.isLinked()
  const letGo = writeOncePerTurn(baileys.ws)
  limitQuestions(baileys.ws, clock)

  baileys.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
    if (qr !== undefined) events.onCode(qr)
    if (connection === 'open') {
      events.onOpen()
      // What cannot be asked for now is at the next log-in.
      withheld.askAgain(baileys).catch(() => {})
    }
    if (connection === 'close') events.onClose(lastDisconnect?.error)
  })
  baileys.ev.on('creds.update', () => {
    if (!isPaired && device.isLinked()) {
      isPaired = true
      events.onPaired()
    } else {
      // What could not be kept closes the line by itself (see auth-store.ts).
      device.save().catch(() => {})
    }
  })
  baileys.ev.on('groups.update', (groups) => {
    for (const { id } of groups) if (id) deps.groups.forget(id)
  })
  baileys.ev.on('group-participants.update', ({ id }) => deps.groups.forget(id))

  // What Baileys tells of messages comes after their receipt, and is not listened to.
  baileys.ws.prependListener('CB:message', (node: BinaryNode) => {
    placeholders.note(node)
    unreadable.note(node)
    withheld.note(node, device)
    reception.note(node)
    ahead.note(node)
  })
  baileys.ws.on('CB:ack,class:message', (node: BinaryNode) => {
    const ack = readAck(node, clock.now())
    if (ack !== null) news.tell(ack)
  })
  baileys.ws.on('CB:receipt', (node: BinaryNode) => tellReceipt(deps, node))
  baileys.ws.on('CB:call', (node: BinaryNode) => tellCall(deps, node))
  baileys.ws.on('CB:notification', (node: BinaryNode) => {
    const names = [node.attrs['type'], ...getAllBinaryNodeChildren(node).map(({ tag }) => tag)]
    if (names.some((name) => name?.startsWith('passkey_prologue'))) events.onPasskeyWanted()
  })
  takeRetries(baileys, deps.onRetry)
  baileys.ws.on('unexpected-response', (_request: unknown, response: { statusCode?: number }) => {
    // Baileys listens to it and does nothing, so that the socket itself does nothing either.
    const error = new Error(`WebSocket Error (Unexpected server response: ${response.statusCode})`)
    baileys.end(error).catch(() => {})
  })
  // Baileys has said its goodbye, and tells of the end when that is answered: a server that only talks never does.
  for (const last of ['CB:failure', 'CB:stream:error', 'CB:xmlstreamend']) baileys.ws.on(last, hangUp)

  function hangUp(): void {
    letGo()
    cut(baileys.ws)
  }

  const end = (error: Error | undefined): void => {
    baileys.end(error).catch(() => {})
    // After the goodbye a dead server would keep the socket for half a minute.
    hangUp()
  }
  limitHandshake(baileys, clock, end)

  return {
    baileys,
    requestPairingCode: (digits) => baileys.requestPairingCode(digits),
    ping: (onAnswer) => ping(baileys, onAnswer),
    logOut: () => removeDevice(baileys, clock, device),
    end,
  }
}

/** Any answer is a sign of life, a refusal too. What cannot be sent has none. */
function ping(baileys: WASocket, onAnswer: () => void): void {
  const id = baileys.generateMessageTag()
  baileys.ws.once(`TAG:${id}`, (answer?: BinaryNode) => answer && onAnswer())
  const attrs = { id, to: S_WHATSAPP_NET, type: 'get', xmlns: 'w:p' }
  baileys.sendNode({ tag: 'iq', attrs, content: [{ tag: 'ping', attrs: {} }] }).catch(() => {})
}

const GOODBYE_MS = 1_000

/**
 * Unlinks this device at WhatsApp. Baileys' own `logout` ends the socket as soon as the request is written, which may
 * take it along; here WhatsApp has a moment to answer, or to end the stream.
 */
function removeDevice(baileys: WASocket, clock: Clock, { creds }: Device): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.after(GOODBYE_MS, resolve)
    const done = () => {
      timer.cancel()
      resolve()
    }
    const id = baileys.generateMessageTag()
    for (const answer of [`TAG:${id}`, 'CB:stream:error', 'close']) baileys.ws.once(answer, done)
    const content = [{ tag: 'remove-companion-device', attrs: { jid: creds.me?.id ?? '', reason: 'user_initiated' } }]
    baileys.sendNode({ tag: 'iq', attrs: { id, to: S_WHATSAPP_NET, type: 'set', xmlns: 'md' }, content }).catch(done)
  })
}

/** Baileys keeps its WebSocket to itself and has no other end for it than a goodbye that waits for one. */
function cut(ws: object): void {
  const raw = 'socket' in ws ? ws.socket : null
  if (raw instanceof EventEmitter && 'terminate' in raw && typeof raw.terminate === 'function') raw.terminate()
}

function tellReceipt({ device, news, clock }: WireDeps, node: BinaryNode): void {
  const receipt = readReceipt(node, clock.now())
  if (receipt === null || isAddressOf(receipt.from, meOf(device.creds))) return
  news.tell(async () => {
    const { messageIds, status, at } = receipt
    const from = await bothAddresses(device.keys, receipt.from)
    if (from === null) return null
    const chat = receipt.chat === receipt.from ? from : { jid: receipt.chat, lid: null }
    return { type: 'receipt', messageIds, chat, from, status, at }
  })
}

/** What our own phone does with a call is told under the caller's name, which the first stanza of the call gave. */
function tellCall({ device, news, clock, calls }: WireDeps, node: BinaryNode): void {
  const read = readCall(node, clock.now())
  if (read === null) return
  const call = calls.note(read)
  if (isAddressOf(call.creator, meOf(device.creds))) return
  news.tell(async () => {
    const { jid, lid } = call.caller
    const known = jid !== null && lid !== null ? call.caller : await bothAddresses(device.keys, jid ?? lid ?? '')
    const { callId, status, isVouchedFor, isOffline, at, name, kind } = call
    return {
      type: 'call',
      call: {
        callId,
        status,
        caller: { ...(known ?? call.caller), name },
        isVouchedFor,
        isVideo: kind?.isVideo ?? null,
        isGroup: kind?.isGroup ?? null,
        isOffline,
        at,
      },
    }
  })
}
