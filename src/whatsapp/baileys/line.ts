import { type GroupMetadata, proto, type WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../kernel/clock.ts'
import { problem } from '../../kernel/errors.ts'
import { type Contact, type Group, type Line, SendRefused } from '../port.ts'
import { bothAddresses } from './address-book.ts'
import type { Device } from './auth-store.ts'
import type { CallBook } from './calls.ts'
import type { Connection } from './connection.ts'
import { nodesFor } from './encode.ts'
import type { GroupBook } from './group-book.ts'
import type { KeptSends } from './kept-sends.ts'
import { contactFrom, isGroup } from './people.ts'
import { relayToGroup } from './send.ts'
import type { Sending } from './sending/index.ts'
import type { WiredSocket } from './wire.ts'

export interface LineDeps {
  clock: Clock
  timeScale: number
  connection: Connection<WiredSocket & Sending>
  groups: GroupBook
  sends: KeptSends
  tellLeft(): Promise<void>
  calls: CallBook
}

const CODE_WAIT_MS = 30_000

/** The port's `Line` over a connection. What needs an open socket rejects with `SendRefused('not_connected')`. */
export function createLine({ clock, timeScale, connection, groups, sends, calls, tellLeft }: LineDeps): Line {
  function live(): { baileys: WASocket; device: Device } & Sending {
    const { live } = connection
    if (live === null) throw new SendRefused('not_connected')
    const { baileys, people, relayPrivately } = live.socket
    return { baileys, people, relayPrivately, device: live.device }
  }

  /** The code that a socket has out: a new one would make it void. */
  const codes = new WeakMap<WiredSocket, { digits: string; code: Promise<string> }>()

  const isLive = () => connection.live !== null

  async function metadata(baileys: WASocket, jid: string): Promise<GroupMetadata> {
    const known = groups.find(jid)
    if (known !== null) return known
    const group = await baileys.groupMetadata(jid)
    groups.note(group)
    // A group by LID is the only place that tells some members' numbers.
    const mappings = group.participants.flatMap(({ id, lid, phoneNumber }) => {
      const member = contactFrom(id, lid ?? phoneNumber)
      return member?.jid && member.lid ? [{ pn: member.jid, lid: member.lid }] : []
    })
    await baileys.signalRepository.lidMapping.storeLIDPNMappings(mappings)
    return group
  }

  return {
    get state() {
      return connection.state
    },
    connect: () => connection.connect(),

    async requestPairingCode(digits) {
      connection.connect()
      const socket = await connection.linking(CODE_WAIT_MS / timeScale)
      if (socket === null) throw problem('link_timeout')
      const known = codes.get(socket)
      if (known?.digits === digits) return known.code
      const code = socket.requestPairingCode(digits)
      codes.set(socket, { digits, code })
      code.catch(() => codes.delete(socket))
      return code
    },

    async lookUp(digits) {
      const { people } = live()
      const found = await Promise.all(digits.map((one) => people.find(one)))
      return [...new Map(found.flatMap((contact) => (contact === null ? [] : [[contact.jid, contact]]))).values()]
    },

    contactOf: async (jid) => bothAddresses(live().device.keys, jid),

    async group(jid) {
      const { baileys } = live()
      try {
        const { subject, participants, addressingMode } = await metadata(baileys, jid)
        const members = participants.flatMap(({ id, lid, phoneNumber }): Contact[] => {
          const member = contactFrom(id, lid ?? phoneNumber)
          return member === null ? [] : [member]
        })
        return { jid, subject, addressing: addressingMode === 'lid' ? 'lid' : 'phone', members } satisfies Group
      } catch (error) {
        if (!isLive()) throw new SendRefused('not_connected', { cause: error })
        if (isNoGroupOfOurs(error)) return null
        throw error
      }
    },

    async send({ messageId, to, raw }) {
      const { baileys, relayPrivately } = live()
      const message = readBack(raw)
      const send = { to, message, nodes: nodesFor(message, clock.now()) }
      sends.keep(messageId, { to, raw })
      if (!isGroup(to)) return relayPrivately(messageId, send, isLive)
      await metadata(baileys, to).catch((cause: unknown) => {
        throw new SendRefused(isLive() ? 'engine_failed' : 'not_connected', { cause })
      })
      await relayToGroup(baileys, messageId, send, isLive)
    },

    async showTyping(jid, isTyping) {
      await live().baileys.sendPresenceUpdate(isTyping ? 'composing' : 'paused', jid)
    },

    async markRead({ chat, author, messageIds }) {
      const { baileys } = live()
      // Whoever has switched off blue ticks marks as read for their own devices alone.
      const { readreceipts } = await baileys.fetchPrivacySettings()
      const type = readreceipts === 'all' ? 'read' : 'read-self'
      await baileys.sendReceipt(chat, author ?? undefined, [...messageIds], type)
    },

    async setOnline(isOnline) {
      const { baileys, device } = live()
      if (!device.creds.me?.name) return false
      await baileys.sendPresenceUpdate(isOnline ? 'available' : 'unavailable')
      return true
    },

    async rejectCall(callId) {
      const { baileys } = live()
      const call = calls.find(callId)
      if (call === null) throw new Error('the call is not known any more')
      await baileys.rejectCall(callId, call.creator)
    },

    logOut: () => connection.logOut(),
    disown: (reason) => connection.disown(reason),
    close: () => connection.close(),
    tellLeft,
  }
}

/** What was not composed here, or was damaged, certainly did not go out. */
function readBack(raw: Uint8Array): proto.IMessage {
  try {
    return proto.Message.decode(raw)
  } catch (cause) {
    throw new SendRefused('engine_failed', { cause })
  }
}

/** WhatsApp's answers about groups that are not there, or not ours to see: Baileys puts the code into `data`. */
const NO_GROUP_CODES: readonly unknown[] = [400, 401, 403, 404, 406, 410]

function isNoGroupOfOurs(error: unknown): boolean {
  return error instanceof Error && 'data' in error && NO_GROUP_CODES.includes(error.data)
}
