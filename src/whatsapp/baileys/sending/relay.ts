import type { WASocket } from '@whiskeysockets/baileys'
import { SendRefused } from '../../port.ts'
import type { Device } from '../auth-store.ts'
import type { Send } from '../kept-sends.ts'
import { createLocks } from '../locks.ts'
import { isLid, meOf } from '../people.ts'
import { createSessionRoom } from '../session-room.ts'
import type { BundleBook } from './bundles.ts'
import { encryptAll, type Sealed } from './encrypt-all.ts'
import { envelopeOf, plainsFor } from './envelope.ts'
import type { PeopleBook } from './people-book.ts'
import type { Trust } from './trust.ts'

/**
 * Hands a private message to the socket; resolves when it is written. Rejects with `SendRefused` when it was certainly
 * not sent, with any other error when nobody can tell.
 */
export type RelayPrivately = (messageId: string, send: Send, isLive: () => boolean) => Promise<void>

export interface RelayDeps {
  baileys: WASocket
  device: Device
  people: PeopleBook
  bundles: BundleBook
  trust: Trust
}

/**
 * Baileys sends one message of a socket after another, each with its own look-ups and its own commit. Here only those of
 * one chat wait for each other: the others share questions to the server, and commits. A stanza leaves when the ratchets
 * behind it are durable.
 */
export function createRelay({ baileys, device, people, bundles, trust }: RelayDeps): RelayPrivately {
  const { creds } = device
  const chats = createLocks()
  const room = createSessionRoom(device)

  /** @throws SendRefused when the server knows no device of the recipient, or none of them could be encrypted for */
  async function seal(send: Send): Promise<Sealed[]> {
    const me = meOf(creds)
    const own = isLid(send.to) && me.lid !== null ? me.lid : me.jid
    const [theirs, ours] = await Promise.all([people.devicesOf(send.to), own === null ? [] : people.devicesOf(own)])
    if (theirs.length === 0) throw new SendRefused('no_devices')
    const devices = [...new Set([...ours, ...theirs])]
    const sealed = await encryptAll(room, bundles.fetch, plainsFor(creds, devices, send))
    if (!sealed.some(({ jid }) => theirs.includes(jid))) throw new Error('no device of the recipient has usable keys')
    return sealed
  }

  return (messageId, send, isLive) =>
    chats.hold([send.to], async () => {
      const stanza = await prepare().catch(async (cause: unknown) => {
        if (cause instanceof SendRefused) throw cause
        // The list of devices may be out of date: it is asked for again the next time.
        await people.forget(send.to)
        throw new SendRefused(isLive() ? 'engine_failed' : 'not_connected', { cause })
      })
      if (!isLive()) throw new SendRefused('not_connected')
      try {
        await baileys.sendNode(stanza)
      } catch (cause) {
        // What Baileys says before it writes; anything else may have left.
        const isClosed = cause instanceof Error && cause.message === 'Connection Closed'
        if (isClosed) throw new SendRefused('not_connected', { cause })
        throw new Error('the message may or may not have been sent', { cause })
      }
      trust.give(send.to)

      async function prepare() {
        const [sealed, trusted] = await Promise.all([seal(send), trust.nodesFor(send.to).catch(() => [])])
        return envelopeOf(creds, messageId, send, sealed, trusted)
      }
    })
}
