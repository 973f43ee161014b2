import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../kernel/clock.ts'
import { problem } from '../../kernel/errors.ts'
import type { Random } from '../../kernel/id.ts'
import { type Contact, type Group, type Line, type Outgoing, SendRefused } from '../port.ts'
import { bothAddresses } from './address-book.ts'
import type { Device } from './auth-store.ts'
import type { Connection } from './connection.ts'
import { type Encoded, encode, toRaw } from './encode.ts'
import type { GroupBook } from './group-book.ts'
import type { KeptSends } from './kept-sends.ts'
import { contactFrom, meOf } from './people.ts'
import { relay } from './send.ts'
import type { WiredSocket } from './wire.ts'

export interface LineDeps {
  clock: Clock
  random: Random
  timeScale: number
  connection: Connection<WiredSocket>
  groups: GroupBook
  sends: KeptSends
}

const SECRET_BYTES = 32
const CODE_WAIT_MS = 30_000

/** The port's `Line` over a connection. What needs an open socket rejects with `SendRefused('not_connected')`. */
export function createLine({ clock, random, timeScale, connection, groups, sends }: LineDeps): Line {
  function live(): { baileys: WASocket; device: Device } {
    const { live } = connection
    if (live === null) throw new SendRefused('not_connected')
    return { baileys: live.socket.baileys, device: live.device }
  }

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

  /** A quoted message that cannot be read is no reason to wonder whether this one was sent. */
  function encodeOrRefuse(outgoing: Outgoing): Encoded {
    try {
      return encode(outgoing, random.bytes(SECRET_BYTES), clock.now())
    } catch (cause) {
      throw new SendRefused('engine_failed', { cause })
    }
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
      return socket.requestPairingCode(digits)
    },

    async lookUp(digits) {
      const { baileys } = live()
      const found = (await baileys.onWhatsApp(...digits)) ?? []
      const jids = [...new Set(found.flatMap(({ jid, exists }) => (exists ? [jid] : [])))]
      if (jids.length === 0) return []
      const mappings = (await baileys.signalRepository.lidMapping.getLIDsForPNs(jids)) ?? []
      return jids.flatMap((jid) => {
        const lid = mappings.find(({ pn }) => pn === jid)?.lid
        const contact = contactFrom(jid, lid)
        return contact === null ? [] : [contact]
      })
    },

    contactOf: async (jid) => bothAddresses(live().device.keys, jid),

    async group(jid) {
      const { baileys } = live()
      try {
        const { subject, participants } = await metadata(baileys, jid)
        const members = participants.flatMap(({ id, lid, phoneNumber }): Contact[] => {
          const member = contactFrom(id, lid ?? phoneNumber)
          return member === null ? [] : [member]
        })
        return { jid, subject, members } satisfies Group
      } catch (error) {
        if (connection.live === null) throw new SendRefused('not_connected', { cause: error })
        return null
      }
    },

    async send(outgoing: Outgoing) {
      const { baileys, device } = live()
      const send = { to: outgoing.to, ...encodeOrRefuse(outgoing) }
      sends.keep(outgoing.messageId, send)
      if (outgoing.to.endsWith('@g.us')) {
        await metadata(baileys, outgoing.to).catch((cause: unknown) => {
          throw new SendRefused('engine_failed', { cause })
        })
      }
      await relay(baileys, meOf(device.creds), outgoing.messageId, send)
      return { raw: toRaw(send.message) }
    },

    async showTyping(jid, isTyping) {
      await live().baileys.sendPresenceUpdate(isTyping ? 'composing' : 'paused', jid)
    },

    logOut: () => connection.logOut(),
    close: () => connection.close(),
  }
}
