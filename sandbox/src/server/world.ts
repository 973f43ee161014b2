import type { KeyPair } from '@whiskeysockets/baileys'
import type { Logger } from 'pino'
import { createJournal, type Journal } from '../journal.ts'
import { type BinaryNode, node, SERVER, seconds } from '../wire/node.ts'
import { createDirectory, type Device, type Directory } from './directory.ts'
import { createFaultBook, type FaultBook } from './faults.ts'
import type { Group } from './groups.ts'
import { createHold, type Hold } from './hold.ts'
import { createPairing, type Pairing } from './pairing.ts'
import { createVisitBook, type VisitBook } from './visits.ts'

/** What a companion acknowledged: `receipt` with how far it got, or `ack` with the class of stanza it settles. */
export interface Acknowledgement {
  /** Phone digits of the account whose companion it is. */
  account: string
  id: string
  class: 'receipt' | 'ack'
  type: string
  /** The code of a refusal. */
  error?: string
}

/** A companion that says whether it is there. */
export interface PresenceTold {
  /** Phone digits of its account. */
  account: string
  state: 'available' | 'unavailable'
}

/** Everything the server knows, and its two ways to reach a device. */
export interface World {
  directory: Directory
  groups: Map<string, Group>
  faults: FaultBook
  hold: Hold
  acknowledgements: Journal<Acknowledgement>
  presences: Journal<PresenceTold>
  pairing: Pairing
  visits: VisitBook
  staticKey: KeyPair
  logger: Logger
  /** Milliseconds. */
  clock(): number
  newId(): string
  /** Sends now when the device is there, and keeps what must be acknowledged until it is. */
  deliver(device: Device, stanza: BinaryNode): void
  /** Delivers a notification from the server itself or, with `about`, in the name of someone. */
  notify(
    device: Device,
    type: string,
    content: BinaryNode[],
    about?: { from: string; [attribute: string]: string | undefined },
  ): void
  /** Devices without a connection that want to know what is put into their mailbox. */
  listeners: Map<Device, (stanza: BinaryNode) => void>
  /** Something worth saving changed. */
  changed(): void
  /** Forgets everybody and everything, and ends every stream. */
  clear(): void
}

export interface WorldNeeds {
  staticKey: KeyPair
  logger: Logger
  clock: () => number
  random: (bytes: number) => Buffer
  seed: number | undefined
  changed: () => void
}

/** A message as WhatsApp gives it when it has no content for a device. */
function withoutContent(stanza: BinaryNode): BinaryNode {
  if (stanza.tag !== 'message' || stanza.attrs.category === 'peer') return stanza
  return node('message', stanza.attrs, [node('unavailable')])
}

export function createWorld(needs: WorldNeeds): World {
  const newId = (): string => needs.random(8).toString('hex')
  const listeners: World['listeners'] = new Map()
  const faults = createFaultBook(needs.seed)
  const directory = createDirectory()
  const groups: World['groups'] = new Map()
  const acknowledgements = createJournal<Acknowledgement>(100_000)
  const presences = createJournal<PresenceTold>()
  const pairing = createPairing(needs.random)
  const visits = createVisitBook(needs.clock)
  const hold = createHold(needs.clock)

  const deliver = (device: Device, given: BinaryNode): void => {
    const isWithheld = device.id !== 0 && faults.of(device.account.phone).withheld === true
    const stanza = isWithheld ? withoutContent(given) : given
    device.mailbox.put(stanza)
    needs.changed()
    listeners.get(device)?.(stanza)
    if (hold.takes(device, stanza) || !device.session?.active) return
    device.session.connection.send(stanza)
    const twice = device.id !== 0 && stanza.tag === 'message' && faults.of(device.account.phone).duplicate
    if (twice) device.session.connection.send(stanza)
  }

  return {
    directory,
    groups,
    faults,
    hold,
    acknowledgements,
    presences,
    pairing,
    visits,
    staticKey: needs.staticKey,
    logger: needs.logger,
    clock: needs.clock,
    newId,
    deliver,
    notify(device, type, content, about = { from: SERVER }) {
      const t = seconds(needs.clock())
      deliver(device, node('notification', { ...about, id: newId(), type, t }, content))
    },
    listeners,
    changed: needs.changed,
    clear() {
      for (const account of directory.all()) {
        for (const device of account.devices.values()) device.session?.connection.close()
      }
      directory.clear()
      groups.clear()
      faults.clear()
      hold.clear()
      visits.clear()
      acknowledgements.clear()
      presences.clear()
      listeners.clear()
      needs.changed()
    },
  }
}
