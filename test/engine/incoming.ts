import type { Line } from '../../src/whatsapp/port.ts'
import {
  addPerson,
  control,
  type EngineWorld,
  type Json,
  type Linked,
  linkNumber,
  type Person,
} from '../../src/whatsapp/port-rig.suite.ts'

/** What a companion told the server of a message. */
export interface Receipt {
  class: 'receipt' | 'ack'
  type: string
  error?: string
}

/** A linked number, and somebody who writes to it in one way. */
export interface Correspondence {
  linked: Linked
  person: Person
  chat: string
  /** Writes to the number; the id of the message. */
  write(text: string): Promise<string>
  /** What was told to the server of a message so far, leaving nothing out that this line wrote before the call. */
  receipts(id: string, by?: Line): Promise<Receipt[]>
  /** How often a message was told. */
  timesTold(id: string): number
}

export const WAYS = ['in private', 'in a group', 'unencrypted', 'unencrypted in a group'] as const

export async function correspond(world: EngineWorld, way: (typeof WAYS)[number]): Promise<Correspondence> {
  const linked = await linkNumber(world)
  const person = await addPerson(world)
  const members = [linked.owner.phone, person.phone]
  const chat = way.endsWith('group')
    ? String((await control(world, 'groups', { subject: 'Equipe', members }))['jid'])
    : linked.owner.phone
  const encrypted: Json = way.startsWith('unencrypted') ? { encrypted: false } : {}
  return {
    linked,
    person,
    chat,
    async write(text) {
      const { id } = await person.post('send', { to: chat, message: { conversation: text }, ...encrypted })
      return String(id)
    },
    async receipts(id, by = linked.line) {
      // The server reads in order: when it has answered this question, it has read all that was written before.
      await by.lookUp(['999999999999']).catch(() => [])
      const { receipts } = await control(world, `receipts?account=${linked.owner.phone}&after=0&waitMs=0`)
      return (receipts as (Receipt & { id: string })[])
        .filter((receipt) => receipt.id === id)
        .map(({ class: kind, type, error }) => ({ class: kind, type, ...(error === undefined ? {} : { error }) }))
    },
    timesTold: (id) => linked.news.filter((told) => told.type === 'message' && told.message.messageId === id).length,
  }
}
