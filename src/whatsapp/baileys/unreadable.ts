import type { BinaryNode, CacheStore } from '@whiskeysockets/baileys'
import type { Clock } from '../../kernel/clock.ts'
import type { EngineIncident } from './incident.ts'
import { plainJid } from './people.ts'
import { createRecent } from './recent.ts'

/**
 * Messages that cannot be decrypted, and how often their senders are asked to send them again. Baileys takes it for its
 * counter of such requests (`msgRetryCounterCache`): it reads the count of a message, asks when that is below its
 * maximum, writes the next one and reads it back; at the maximum it deletes the count, so that the same message, sent
 * again, would be asked for from the beginning. Here nothing is forgotten that is asked for, it outlives a socket, and
 * nobody makes us ask without end.
 */
export interface Unreadable extends CacheStore {
  /** Told of every stanza before it is decrypted. */
  note(stanza: BinaryNode): void
  /** Told of every stanza that was read; `isFirst`: it brought the keys of a new session. */
  read(stanza: BinaryNode, isFirst: boolean): void
}

/** Baileys' own maximum (`maxMsgRetryCount`): requests for one message. */
export const MOST_REQUESTS = 5

/** Requests that one person, with all devices, may cause at once; then one each two seconds. */
export const MOST_AT_ONCE = 256
const MS_A_REQUEST = 2_000

const MESSAGES_KEPT = 2_000
const PEOPLE_KEPT = 1_000

export function createUnreadable(clock: Clock, count: (incident: EngineIncident) => void): Unreadable {
  /** By the name that Baileys gives a message: the device that sent it. */
  const senders = new Map<string, string>()
  /** By that name and the sender: how often it was asked for. */
  const requests = new Map<string, number>()
  const allowances = new Map<string, { left: number; at: number }>()
  const broken = createRecent(PEOPLE_KEPT)
  let asked: string | null = null

  const senderOf = (key: string) => senders.get(key) ?? ''
  const nameOf = (key: string) => `${key} ${senderOf(key)}`

  function allowanceOf(person: string): { left: number; at: number } {
    const now = clock.now()
    const { left, at } = allowances.get(person) ?? { left: MOST_AT_ONCE, at: now }
    const regained = Math.min(MOST_AT_ONCE, left + Math.max(0, now - at) / MS_A_REQUEST)
    return { left: regained, at: now }
  }

  return {
    note({ attrs }) {
      const { id, from, participant } = attrs
      remember(senders, keyOf(id, participant), participant ?? from ?? '', MESSAGES_KEPT)
    },
    read({ attrs }, isFirst) {
      const sender = attrs['participant'] ?? attrs['from'] ?? ''
      if (!isFirst || !broken.has(sender)) return
      broken.delete(sender)
      count('session_renewed')
    },
    get<Value>(key: string) {
      const name = nameOf(key)
      const times = requests.get(name) ?? 0
      if (asked === name) {
        asked = null
        return times as Value
      }
      count('undecryptable')
      broken.add(senderOf(key))
      const isAllowed = allowanceOf(plainJid(senderOf(key))).left >= 1
      return (isAllowed ? times : MOST_REQUESTS) as Value
    },
    set(key, times) {
      const person = plainJid(senderOf(key))
      const { left, at } = allowanceOf(person)
      remember(allowances, person, { left: left - 1, at }, PEOPLE_KEPT)
      remember(requests, nameOf(key), Number(times), MESSAGES_KEPT)
      asked = nameOf(key)
      count('resend_asked')
    },
    del: () => count('resend_given_up'),
    flushAll: () => undefined,
  }
}

/** As Baileys builds it, the word "undefined" included. */
function keyOf(id: string | undefined, participant: string | undefined): string {
  return `${id}:${participant}`
}

function remember<Value>(among: Map<string, Value>, name: string, value: Value, most: number): void {
  among.delete(name)
  among.set(name, value)
  const oldest = among.keys().next()
  if (among.size > most && !oldest.done) among.delete(oldest.value)
}
