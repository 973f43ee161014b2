import { vi } from 'vitest'
import type { Chance } from '../hostile/chance.ts'
import { control } from '../journey/sandbox.ts'
import { type Acknowledged, followAcknowledged } from './acknowledged.ts'
import type { MoodyReceiver } from './moody-receiver.ts'
import { type Chat, chooseAnswer, followForms, type Person, type SeenForm, type Way } from './people.ts'
import type { Rig } from './rig.ts'

/** An answer that a phone has sent. */
export interface Given {
  /** Stands in it, and in no other. */
  mark: string
  /** Of the answer itself. */
  messageId: string
  /** What it names. */
  flowToken: string | null
  way: Way
  chat: Chat
  person: Person
}

export interface Answering {
  given: Given[]
  acknowledged: Acknowledged
  /** Resolves when everybody has answered forms. */
  begun(): Promise<void>
  /** Resolves when nobody answers or sends any more. */
  stop(): Promise<void>
  /** Resolves when all that was acknowledged so far is known, and nothing more is. */
  close(): Promise<void>
}

/** So many answers of one phone wait for WhatsApp to hear of them, and so many in all for the receiver. */
const MOST_UNHEARD = 8
const MOST_UNDELIVERED = 150

/** A chat gets its next form when so many answers were given there. */
const ANSWERS_A_FORM = 10

const BEGINS_WITHIN_MS = 180_000
const LONGEST_RUN_MS = 3_600_000

/** Everybody answers without pause, in every way, what a caller sends them without end. */
export function answerWithoutPause(
  { sandbox, gateway }: Rig,
  { people, chats }: { people: Person[]; chats: Chat[] },
  receiver: MoodyReceiver,
  chanceFor: (actor: string) => Chance,
): Answering {
  const given: Given[] = []
  const acknowledged: Acknowledged = { received: new Set(), acked: new Set(), retried: new Set() }
  const answersIn = new Map<Chat, number>(chats.map((chat) => [chat, ANSWERS_A_FORM]))
  let isOver = false
  let isSilent = false

  async function answerOn(person: Person): Promise<void> {
    const chance = chanceFor(person.phone)
    const newest = new Map<Chat, SeenForm>()
    const unheard = new Set<string>()
    const following = followForms(sandbox, person, () => isOver, newest)
    following.catch(() => {})
    const hasRoom = () => {
      for (const id of unheard) if (acknowledged.received.has(id) || acknowledged.acked.has(id)) unheard.delete(id)
      return isOver || (unheard.size < MOST_UNHEARD && given.length - receiver.marks.size < MOST_UNDELIVERED)
    }
    for (let count = 0; !isOver; count += 1) {
      await vi.waitUntil(hasRoom, { timeout: LONGEST_RUN_MS, interval: 10 })
      if (isOver) break
      const chat = chance.one(person.chats)
      const form = newest.get(chat)
      const mark = `Answer ${person.phone} ${count} end`
      const { way, body } = chooseAnswer(chance, chat, form, mark)
      const { id } = await control(sandbox, `phones/${person.phone}/answer`, body)
      const flowToken = way === 'unknown token' ? null : (form?.flowToken ?? null)
      given.push({ mark, messageId: String(id), flowToken, way, chat, person })
      unheard.add(String(id))
      answersIn.set(chat, (answersIn.get(chat) ?? 0) + 1)
    }
    await following
  }

  async function sendTo(chat: Chat): Promise<void> {
    for (let count = 0; !isOver; count += 1) {
      const isDue = () => isOver || (answersIn.get(chat) ?? 0) >= ANSWERS_A_FORM
      await vi.waitUntil(isDue, { timeout: LONGEST_RUN_MS, interval: 10 })
      answersIn.set(chat, 0)
      const flowToken = `${chat.name}-${count}`
      const body = { number: chat.number, message: flowToken, flowToken }
      const send = async () => {
        const reply = await gateway.call('POST', '/api/message/form/shop', { key: flowToken, body }).catch(() => null)
        if (reply?.status === 400) throw new Error(`a form is refused: ${JSON.stringify(reply.body)}`)
        return isOver || (reply !== null && reply.status !== 503)
      }
      await vi.waitUntil(send, { timeout: LONGEST_RUN_MS, interval: 30 })
    }
  }

  const following = followAcknowledged(sandbox, () => isSilent, acknowledged)
  const acting = Promise.all([...people.map(answerOn), ...chats.map(sendTo)])
  // They are waited for in the end; until then nobody is there to hear of a fault.
  for (const work of [following, acting]) work.catch(() => {})
  return {
    given,
    acknowledged,
    async begun() {
      const hasAnswered = (person: Person) => given.some((one) => one.person === person && one.flowToken !== null)
      await vi.waitUntil(() => people.every(hasAnswered), { timeout: BEGINS_WITHIN_MS, interval: 50 })
    },
    async stop() {
      isOver = true
      await acting
    },
    async close() {
      isSilent = true
      await following
    },
  }
}
