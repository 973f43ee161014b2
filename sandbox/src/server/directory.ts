import { createHash } from 'node:crypto'
import { jidDecode, jidEncode } from '@whiskeysockets/baileys'
import { Refusal } from '../refusal.ts'
import type { Connection } from '../wire/connection.ts'
import type { BinaryNode } from '../wire/node.ts'
import { createMailbox, type Mailbox } from './mailbox.ts'
import { spellingsOf } from './variants.ts'

/** What others need to write to a device: uploaded by it, handed out by the server. */
export interface Bundle {
  registration: Buffer
  identity: Buffer
  signedPreKey: BinaryNode
  /** Each is handed out once. */
  preKeys: BinaryNode[]
  /** Whether the device was already told that its one-time keys run out. */
  lowTold: boolean
}

export interface Session {
  connection: Connection
  /** A client that has not said `active` yet is not given messages. */
  active: boolean
}

export interface Device {
  account: Account
  /** 0 is the phone; companions count from 1. */
  id: number
  session: Session | null
  bundle: Bundle | null
  mailbox: Mailbox
  /** As the phone lists it under Linked devices; null: it is the phone, or from a saved state. */
  shown: ShownAs | null
}

/** What a companion says that it is when it asks to be linked. */
export interface ShownAs {
  /** `Ubuntu`, … */
  os: string
  /** `CHROME`, … */
  platform: string
  /** With a pairing code: `Chrome (Ubuntu)`. */
  display: string | null
}

export interface Account {
  /** Digits, as registered. */
  phone: string
  lid: string
  name: string
  devices: Map<number, Device>
  nextDeviceId: number
}

export type Addressing = 'pn' | 'lid'

export interface Directory {
  /** The account of a number; made when there is none. Refuses a LID that is another's. */
  register(phone: string, options?: { lid?: string | undefined; name?: string | undefined }): Account
  byPhone(phone: string): Account | undefined
  /** By phone JID or LID, with or without a device. */
  byJid(jid: string | undefined): Account | undefined
  /** The device that a JID names; without a device number, the phone. */
  deviceOf(jid: string | undefined): Device | undefined
  /** The account that has this number under any of its national spellings. */
  lookUp(phone: string): Account | undefined
  all(): Account[]
  clear(): void
}

/** A number's LID, the same in every sandbox: 15 digits that are no phone number. */
export function lidOf(phone: string): string {
  const digest = createHash('sha256').update(`lid ${phone}`).digest()
  return `2${String(digest.readBigUInt64BE() % 10n ** 14n).padStart(14, '0')}`
}

/** Adds a device to its account; the next companion gets the next number. */
export function addDevice(account: Account, id: number, waiting: BinaryNode[] = []): Device {
  const device: Device = { account, id, session: null, bundle: null, mailbox: createMailbox(waiting), shown: null }
  account.devices.set(id, device)
  account.nextDeviceId = Math.max(account.nextDeviceId, id + 1)
  return device
}

/** A device's address; the phone's own carries no device number. */
export function addressOf(device: Device, addressing: Addressing): string {
  const { account, id } = device
  return addressing === 'lid'
    ? jidEncode(account.lid, 'lid', id || undefined)
    : jidEncode(account.phone, 's.whatsapp.net', id || undefined)
}

/** An account's address, without a device. */
export function jidOf(account: Account, addressing: Addressing): string {
  return addressing === 'lid' ? `${account.lid}@lid` : `${account.phone}@s.whatsapp.net`
}

export function createDirectory(): Directory {
  const accounts = new Map<string, Account>()
  const byLid = new Map<string, Account>()

  const byJid = (jid: string | undefined): Account | undefined => {
    const decoded = jidDecode(jid)
    if (!decoded) return undefined
    if (decoded.server === 'lid') return byLid.get(decoded.user)
    return decoded.server === 's.whatsapp.net' ? accounts.get(decoded.user) : undefined
  }

  return {
    register(phone, options = {}) {
      const known = accounts.get(phone)
      if (known) {
        if (options.name) known.name = options.name
        return known
      }
      const lid = options.lid ?? lidOf(phone)
      if (byLid.has(lid)) throw new Refusal(409, 'this LID belongs to another number')
      const account: Account = { phone, lid, name: options.name ?? phone, devices: new Map(), nextDeviceId: 1 }
      accounts.set(phone, account)
      byLid.set(lid, account)
      return account
    },
    byPhone: (phone) => accounts.get(phone),
    byJid,
    deviceOf: (jid) => byJid(jid)?.devices.get(jidDecode(jid)?.device ?? 0),
    lookUp: (phone) =>
      spellingsOf(phone)
        .map((spelling) => accounts.get(spelling))
        .find((account) => account !== undefined),
    all: () => [...accounts.values()],
    clear() {
      accounts.clear()
      byLid.clear()
    },
  }
}
