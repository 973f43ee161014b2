import {
  type FullJid,
  getServerFromDomainType,
  jidDecode,
  jidEncode,
  WAJIDDomains,
  type WASocket,
} from '@whiskeysockets/baileys'
import type { Contact } from '../../port.ts'
import type { Device } from '../auth-store.ts'
import { contactFrom } from '../people.ts'
import type { AskServer } from './ask-server.ts'
import { createGather } from './gather.ts'
import { type Asked, type Found, readUsync, usyncOf } from './usync.ts'

/** Who is on WhatsApp, and which devices they have. */
export interface PeopleBook {
  /** The person with this number in digits, in its own spelling; null when nobody has it. */
  find(digits: string): Promise<Contact | null>
  /** JIDs of all devices of a person but the one that asks. Empty when the server knows none. */
  devicesOf(jid: string): Promise<string[]>
  /** Lets the server be asked anew for somebody's devices. */
  forget(jid: string): Promise<void>
}

export interface PeopleBookDeps {
  baileys: WASocket
  device: Device
  askServer: AskServer
}

/** People whom one question may be about. */
const MOST_AT_ONCE = 100

/**
 * Devices are kept where Baileys keeps them, so that what its notifications say of them holds here too. Whoever is
 * found by number brings along LID and devices: a first message asks once, not three times.
 */
export function createPeopleBook({ baileys, device, askServer }: PeopleBookDeps): PeopleBook {
  const byNumber = createGather(findAll, MOST_AT_ONCE)
  const byJid = createGather(lookUpDevices, MOST_AT_ONCE)

  async function ask(asked: Asked[]): Promise<Found[]> {
    const found = readUsync(await askServer(usyncOf(asked, baileys.generateMessageTag())))
    await learn(found)
    return found
  }

  async function learn(found: readonly Found[]): Promise<void> {
    const mappings = found.flatMap(({ jid, lid }) => (lid === null ? [] : [{ pn: jid, lid }]))
    await baileys.signalRepository.lidMapping.storeLIDPNMappings(mappings)
    const listed = found.flatMap((one) => {
      const devices = fullJids(one)
      return devices.length === 0 ? [] : [{ user: userOf(one.jid), devices }]
    })
    await baileys.devicesMutex.mutex(async () => {
      for (const { user, devices } of listed) await baileys.userDevicesCache.set(user, devices)
    })
    const lists = listed.map(({ user, devices }) => [user, devices.map((one) => String(one.device ?? 0))] as const)
    if (lists.length > 0) await device.keys.set({ 'device-list': Object.fromEntries(lists) })
  }

  /** In the shape of Baileys' cache. */
  function fullJids({ jid, devices }: Found): FullJid[] {
    const decoded = jidDecode(jid)
    if (decoded === undefined) return []
    const { user, server, domainType = WAJIDDomains.WHATSAPP } = decoded
    const hosted = domainType === WAJIDDomains.LID ? WAJIDDomains.HOSTED_LID : WAJIDDomains.HOSTED
    return (devices ?? []).map(({ id, isHosted }) => {
      const domain = isHosted ? hosted : domainType
      return { user, device: id, domainType: domain, server: getServerFromDomainType(server, domain) }
    })
  }

  async function findAll(numbers: string[]): Promise<Map<string, Contact>> {
    const found = await ask(numbers.map((digits) => ({ digits })))
    const contacts = new Map<string, Contact>()
    for (const { jid, digits, isThere, lid } of found) {
      const contact = isThere ? contactFrom(jid, lid) : null
      if (contact !== null) contacts.set(digits ?? userOf(jid), contact)
    }
    return contacts
  }

  async function lookUpDevices(jids: string[]): Promise<Map<string, string[]>> {
    const found = await ask(jids.map((jid) => ({ jid })))
    return new Map(found.map((one) => [one.jid, jidsOf(fullJids(one))]))
  }

  async function cachedOf(jid: string): Promise<string[] | null> {
    const known = (await baileys.userDevicesCache.get(userOf(jid))) as FullJid[] | undefined
    return known === undefined || known.length === 0 ? null : jidsOf(known)
  }

  function isUs(jid: string): boolean {
    return jid === device.creds.me?.id || jid === device.creds.me?.lid
  }

  return {
    async find(digits) {
      return (await byNumber.ask(digits)) ?? null
    },
    async devicesOf(jid) {
      const devices = (await cachedOf(jid)) ?? (await byJid.ask(jid)) ?? []
      return devices.filter((one) => !isUs(one))
    },
    async forget(jid) {
      await baileys.userDevicesCache.del(userOf(jid))
    },
  }
}

function jidsOf(devices: readonly FullJid[]): string[] {
  return devices.map(({ user, server, device }) => jidEncode(user, server, device))
}

function userOf(jid: string): string {
  return jidDecode(jid)?.user ?? ''
}
