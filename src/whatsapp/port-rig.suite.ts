import { randomInt } from 'node:crypto'
import { expect } from 'vitest'
import type { Draft, Engine, IncomingMessage, Line, LineNews, Outgoing, OutgoingContent } from './port.ts'

/** An engine under test, and the simulated WhatsApp that it speaks to. */
export interface EngineWorld {
  /** Origin of the sandbox's control API; the suite reaches the sandbox by HTTP alone. */
  controlUrl: string
  /** An engine on the world's store: called again, it is the process after a restart. */
  start(options?: { rootKey?: string }): Engine
  /** What the engines are given for messages that are older than their memory, by message id. */
  kept: Map<string, { to: string; raw: Uint8Array }>
  /** Everything that this process has printed since the first engine was made. */
  printed(): string[]
  /** Makes an instance for a line to belong to; its id. */
  addInstance(): Promise<string>
}

/** A JSON value as the control API gives it. */
export type Json = Record<string, unknown>

/** The sandbox by its control API; every answer but 2xx is an error. */
export async function control(world: EngineWorld, path: string, body?: Json): Promise<Json> {
  const headers = { 'content-type': 'application/json' }
  const post = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`${world.controlUrl}/control/${path}`, body === undefined ? {} : post)
  const reply = (await response.json()) as Json
  if (!response.ok) throw new Error(`${path}: ${String(reply['error'])}`)
  return reply
}

/** A message as it arrived at a simulated phone. */
export interface PhoneMessage {
  id: string
  chat: string
  from: string
  message: Json
  stanza: Node
}

export interface Node {
  tag: string
  attrs: Record<string, string>
  content?: Node[] | string
}

/** A person with a phone in the sandbox. */
export interface Person {
  phone: string
  jid: string
  lid: string
  /** Waits until the phone has a message with this id; with `times`, that often. */
  received(messageId: string, times?: number, withinMs?: number): Promise<PhoneMessage>
  post(call: 'text' | 'send' | 'answer' | 'receipt', body: Json): Promise<Json>
}

export async function addPerson(world: EngineWorld, phone = newNumber()): Promise<Person> {
  const { jid, lid } = await control(world, 'phones', { phone })
  return {
    phone,
    jid: String(jid),
    lid: String(lid),
    async received(messageId, times = 1, withinMs = 15_000) {
      let found: PhoneMessage[] = []
      await until(
        async () => {
          const { messages } = await control(world, `phones/${phone}/messages?after=0&waitMs=0`)
          found = (messages as PhoneMessage[]).filter(({ id }) => id === messageId)
          return found.length >= times
        },
        `the phone has ${messageId}`,
        withinMs,
      )
      const last = found.at(-1)
      if (last === undefined) throw new Error('no such message')
      return last
    },
    post: (call, body) => control(world, `phones/${phone}/${call}`, body),
  }
}

/** A line with all that it ever told. */
export interface HeardLine {
  line: Line
  news: LineNews[]
  /** The first news of this type that passes, waited for. */
  heard<Type extends LineNews['type']>(
    type: Type,
    passes?: (news: Extract<LineNews, { type: Type }>) => boolean,
  ): Promise<Extract<LineNews, { type: Type }>>
  message(messageId: unknown): Promise<IncomingMessage>
}

export function listen(engine: Engine, instanceId: string, wantsHistory = false): HeardLine {
  const news: LineNews[] = []
  const line = engine.line(instanceId, {
    hear: async (told) => void news.push(told),
    wantsHistory: async () => wantsHistory,
  })
  const heard: HeardLine['heard'] = async (type, passes = () => true) => {
    type Wanted = Extract<LineNews, { type: typeof type }>
    const find = () => news.find((told): told is Wanted => told.type === type && passes(told as Wanted))
    await until(() => find() !== undefined, `${type} news`)
    return find() as Wanted
  }
  return {
    line,
    news,
    heard,
    message: async (messageId) => (await heard('message', ({ message }) => message.messageId === messageId)).message,
  }
}

/** A number linked to a line, its owner's phone, and what the line told so far. */
export interface Linked extends HeardLine {
  engine: Engine
  instanceId: string
  owner: Person
}

/** Links a number, a new one unless it has an owner, by QR and waits until its line is open. */
export async function linkNumber(
  world: EngineWorld,
  how: { owner?: Person; wantsHistory?: boolean } = {},
): Promise<Linked> {
  const owner = how.owner ?? (await addPerson(world))
  return linkAgain(world, { instanceId: await world.addInstance(), owner }, how.wantsHistory ?? false)
}

/** Links a number whose instance is not linked, or no longer. */
export async function linkAgain(
  world: EngineWorld,
  { instanceId, owner }: Pick<Linked, 'instanceId' | 'owner'>,
  wantsHistory: boolean,
): Promise<Linked> {
  const engine = world.start()
  const heard = listen(engine, instanceId, wantsHistory)
  heard.line.connect()
  const { qr } = await heard.heard('code')
  await control(world, 'link', { phone: owner.phone, qr })
  await isOpen(heard)
  return { ...heard, engine, instanceId, owner }
}

/** The same number after its process was started anew, connected again. */
export async function restart(world: EngineWorld, linked: Linked): Promise<Linked> {
  await linked.line.close()
  const engine = world.start()
  const heard = listen(engine, linked.instanceId)
  heard.line.connect()
  await isOpen(heard)
  return { ...linked, ...heard, engine }
}

export function isOpen({ line }: HeardLine): Promise<void> {
  return until(() => line.state.type === 'open', 'the line is open')
}

export function outgoing(
  { engine }: Pick<Linked, 'engine'>,
  to: string,
  content: OutgoingContent,
  quoted: Draft['quoted'] = null,
): Outgoing {
  return { messageId: newMessageId(), to, raw: engine.compose({ to, content, quoted }) }
}

export function text(words: string): OutgoingContent {
  return { type: 'text', text: words, mentions: [], preview: null }
}

export const FORM_PARAMS = JSON.stringify({
  flow_message_version: '4',
  flow_id: '1200000000000001',
  flow_cta: 'Preencher',
  flow_action: 'navigate',
  flow_token: 'token-of-a-test',
  flow_action_payload: { screen: 'contact_details', data: { full_name_visible: true, custom_fields: [] } },
})

export function form(): OutgoingContent {
  const words = { header: 'Cadastro', body: 'Quem é você?', footer: 'Leva um minuto' }
  return { type: 'form', ...words, params: FORM_PARAMS, messageVersion: 3 }
}

export function newMessageId(): string {
  return `3EB0${Array.from({ length: 18 }, () => randomInt(16).toString(16).toUpperCase()).join('')}`
}

/** A Brazilian mobile that nobody has. */
export function newNumber(): string {
  return `55119${String(randomInt(10_000_000, 100_000_000))}`
}

/** Waits until a condition holds, at most `withinMs`. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, withinMs = 15_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > deadline) expect.fail(`not within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
