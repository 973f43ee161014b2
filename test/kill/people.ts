import type { Chance } from '../hostile/chance.ts'
import { control, type Sandbox } from '../journey/sandbox.ts'
import { ANA, BRUNO, type PhoneMessage, SHOP } from '../journey/shop.ts'

/** A chat that forms are sent to, and who answers there. */
export interface Chat {
  name: string
  /** What a form is sent to. */
  number: string
  members: Person[]
}

export interface Person {
  phone: string
  jid: string
  lid: string
  /** The chats in which this person answers. */
  chats: Chat[]
}

/** A form as it stands on a phone. */
export interface SeenForm {
  flowToken: string
  messageId: string
}

const CARLA = '5531977776666'
const DAVI = '5541966665555'

/**
 * Four people with phones; forms reach two by their phone JID and two by their LID, and each is in one of two groups.
 */
export async function gatherPeople(sandbox: Sandbox): Promise<{ people: Person[]; chats: Chat[] }> {
  const people: Person[] = []
  for (const [phone, name] of [
    [ANA, 'Ana Souza'],
    [BRUNO, 'Bruno Lima'],
    [CARLA, 'Carla Dias'],
    [DAVI, 'Davi Melo'],
  ] as const) {
    const { jid, lid } = await control(sandbox, 'phones', { phone, name })
    people.push({ phone, jid: String(jid), lid: String(lid), chats: [] })
  }
  const chats: Chat[] = people.map((person, index) => ({
    name: `private-${person.phone}`,
    number: index % 2 === 0 ? person.phone : person.lid,
    members: [person],
  }))
  for (const [addressing, members] of [
    ['lid', people.slice(0, 2)],
    ['pn', people.slice(2)],
  ] as const) {
    const order = { subject: `Turma ${addressing}`, members: [SHOP, ...members.map(({ phone }) => phone)], addressing }
    const { jid } = await control(sandbox, 'groups', order)
    chats.push({ name: `group-${addressing}`, number: String(jid), members })
  }
  for (const chat of chats) for (const person of chat.members) person.chats.push(chat)
  return { people, chats }
}

/** Follows a phone: the form that came last to it in each chat. Runs until `isOver`. */
export async function followForms(
  sandbox: Sandbox,
  person: Person,
  isOver: () => boolean,
  newest: Map<Chat, SeenForm>,
): Promise<void> {
  const [own] = person.chats
  for (let after = 0; !isOver(); ) {
    const page = await control(sandbox, `phones/${person.phone}/messages?after=${after}&waitMs=100`)
    for (const { id, chat, fromMe, message } of page['messages'] as PhoneMessage[]) {
      const flowToken = message.interactiveMessage?.body?.text
      const where = chat.endsWith('@g.us') ? person.chats.find(({ number }) => number === chat) : own
      if (!fromMe && where && typeof flowToken === 'string') newest.set(where, { flowToken, messageId: id })
    }
    after = Number(page['seq'])
  }
}

export type Way = 'token' | 'quote' | 'both' | 'unknown token'

const WAYS: readonly Way[] = ['token', 'token', 'quote', 'quote', 'both', 'unknown token']

/** What a person does next in a chat whose newest form is this one. */
export function chooseAnswer(chance: Chance, chat: Chat, form: SeenForm | undefined, mark: string) {
  const way = form === undefined ? 'unknown token' : chance.one(WAYS)
  const isGroup = chat.number.endsWith('@g.us')
  const to = isGroup ? chat.number : SHOP
  const from = isGroup ? {} : { from: chance.one(['pn', 'lid'] as const) }
  const base = { ...from, values: { full_name: mark }, shape: chance.whole(1, 3) }
  const quoting = { messageId: form?.messageId }
  switch (way) {
    case 'token':
      return { way, body: { ...base, to, flowToken: form?.flowToken, quote: false } }
    case 'quote':
      // What the apps write for no token.
      return { way, body: { ...base, ...quoting, flowToken: 'unused' } }
    case 'both':
      return { way, body: { ...base, ...quoting } }
    case 'unknown token':
      return { way, body: { ...base, to, flowToken: `of nobody ${mark}`, quote: false } }
  }
}
