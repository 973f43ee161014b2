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
import { contactFrom, plainJid } from '../people.ts'
import type { AskServer } from './ask-server.ts'
import { createGather } from './gather.ts'
import { type Asked, type Found, readUsync, usyncOf } from './usync.ts'

/** Who is on WhatsApp, and which devices they have. */
export interface PeopleBook {
  /** The person with this number in digits, in its own spelling; null when nobody has it. */
  find(digits: string): Promise<Contact | null>
  /** JIDs of all devices of a person but the one that asks. Empty when the server knows none; rejects when it does not say. */
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
    const { matched, isUnclear } = matchAll(numbers, found, ({ jid, digits }) => [digits, userOf(jid)])
    const contacts = new Map<string, Contact>()
    for (const [number, { jid, isThere, lid }] of matched) {
      const contact = isThere ? contactFrom(jid, lid) : null
      if (contact !== null) contacts.set(number, contact)
    }
    for (const number of isUnclear ? numbers.filter((one) => !matched.has(one)) : []) {
      for (const [one, contact] of await findAll([number])) contacts.set(one, contact)
    }
    return contacts
  }

  /** Whom the server says nothing of has no devices; of whose devices it says nothing is left out. */
  async function lookUpDevices(jids: string[]): Promise<Map<string, string[]>> {
    const found = await ask(jids.map((jid) => ({ jid })))
    const { matched, isUnclear } = matchAll(jids, found, ({ jid, lid }) => [jid, lid, plainJid(jid)])
    const devices = new Map<string, string[]>()
    for (const jid of jids) {
      const one = matched.get(jid)
      if (one === undefined && isUnclear)
        for (const [asked, list] of await lookUpDevices([jid])) devices.set(asked, list)
      else if (one === undefined) devices.set(jid, [])
      else if (one.devices !== null) devices.set(jid, jidsOf(fullJids(one)))
    }
    return devices
  }

  async function cachedOf(jid: string): Promise<string[] | null> {
    const known = (await baileys.userDevicesCache.get(userOf(jid))) as FullJid[] | undefined
    return known === undefined || known.length === 0 ? null : jidsOf(known)
  }

  /** By either of our names; the device is told with the first one only, here and there. */
  function isUs(jid: string): boolean {
    const { me } = device.creds
    const [one, phone, lid] = [jid, me?.id, me?.lid].map(jidDecode)
    const isOurs = one?.user !== undefined && (one.user === phone?.user || one.user === lid?.user)
    return isOurs && (one.device ?? 0) === (phone?.device ?? 0)
  }

  return {
    async find(digits) {
      return (await byNumber.ask(digits)) ?? null
    },
    async devicesOf(jid) {
      const devices = (await cachedOf(jid)) ?? (await byJid.ask(jid))
      if (devices === undefined) throw new Error('the server says nothing of their devices')
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

/**
 * Who of the answer is who of the question, by the names that an answer may be known by. `isUnclear`: it tells of somebody
 * who cannot be told from the others; asked about alone, the only one in the answer is meant. Pure.
 */
function matchAll(asked: readonly string[], found: readonly Found[], namesOf: (one: Found) => (string | null)[]) {
  const matched = new Map<string, Found>()
  let isUnclear = false
  for (const one of found) {
    const name = namesOf(one).find((known) => known !== null && asked.includes(known) && !matched.has(known))
    const [only] = asked
    if (name != null) matched.set(name, one)
    else if (only !== undefined && asked.length === 1 && found.length === 1) matched.set(only, one)
    else if (asked.length > 1) isUnclear = true
  }
  return { matched, isUnclear }
}
