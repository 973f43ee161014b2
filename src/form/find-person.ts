import { problemWith } from '../kernel/errors.ts'
import { digitsOf, normaliseJid, parseJid, phoneJid } from '../kernel/jid.ts'
import { countryOf, readRecipient, sameNumber } from '../kernel/phone.ts'
import { addressesOf, type Person } from '../message/index.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Line } from '../whatsapp/port.ts'
import { pairsOf } from './store-erase.ts'

export interface FindPersonDeps {
  store: { read: Sql }
  /** The line of an instance, open or not; null when it has none. */
  lineOf(instanceId: string): Line | null
}

/** The instance at which a person is known, by its own number. */
export interface Acquaintance {
  id: string
  numberJid: string | null
  numberLid: string | null
}

/** So often what is known of a person is followed to another address, and so many addresses are taken. */
const MOST_ROUNDS = 4
const MOST_ADDRESSES = 50

/**
 * A person by all addresses that the instance knows: what they are asked for by leads to others, and these to more.
 * @throws request_invalid unless exactly one of number and JID is given, and names a person
 */
export async function findPerson(
  deps: FindPersonDeps,
  instance: Acquaintance,
  asked: { number: string | undefined; jid: string | undefined },
): Promise<Person> {
  const addresses = new Set(read(asked))
  const isOwn = (address: string) => address === instance.numberJid || address === instance.numberLid
  const askedForOwn = [...addresses].some(isOwn)
  for (let round = 0, before = 0; round < MOST_ROUNDS && addresses.size > before; round += 1) {
    before = addresses.size
    for (const address of await more(deps, instance.id, personOf(addresses))) {
      const isMore = addresses.size < MOST_ADDRESSES && (askedForOwn || !isOwn(address))
      if (isMore) for (const spelling of spellings(address)) addresses.add(spelling)
    }
  }
  return personOf(addresses)
}

function read({ number, jid }: { number: string | undefined; jid: string | undefined }): string[] {
  if ((number === undefined) === (jid === undefined)) throw refuse('number', 'or jid must be given, one of them')
  if (jid !== undefined) {
    const kind = parseJid(jid)?.kind
    if (kind !== 'phone' && kind !== 'lid') throw refuse('jid', 'must be the JID or LID of a person')
    return spellings(normaliseJid(jid) ?? jid)
  }
  const recipient = readRecipient(number ?? '')
  if (recipient.kind !== 'phone' || countryOf(recipient.digits) === null) {
    throw refuse('number', 'must be the number of a person, with the country code')
  }
  return spellings(phoneJid(recipient.digits))
}

/** One person may be known by several spellings of a number; what only looks like one is another's. */
function spellings(address: string): string[] {
  const digits = digitsOf(address)
  return digits === null ? [address] : sameNumber(digits).map(phoneJid)
}

async function more(deps: FindPersonDeps, instanceId: string, person: Person): Promise<string[]> {
  const pairs = [
    ...(await addressesOf(deps.store.read, instanceId, person)),
    ...(await pairsOf(deps.store.read, instanceId, person)),
  ]
  const line = deps.lineOf(instanceId)
  if (line?.state.type === 'open') {
    for (const address of [...person.jids, ...person.lids]) {
      const contact = await line.contactOf(address).catch(() => null)
      if (contact) pairs.push({ jid: contact.jid, lid: contact.lid })
    }
  }
  return pairs.flatMap(({ jid, lid }) => [jid, lid].filter((address) => address !== null))
}

function personOf(addresses: ReadonlySet<string>): Person {
  const all = [...addresses]
  const jids = all.filter((address) => digitsOf(address) !== null)
  return {
    jids,
    lids: all.filter((address) => digitsOf(address) === null),
    digits: jids.map((jid) => digitsOf(jid) ?? ''),
  }
}

function refuse(path: string, message: string) {
  return problemWith({ details: [{ path, message }] }, 'request_invalid', `${path} ${message}`)
}
