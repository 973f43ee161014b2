import { inTurns } from '../../chaos/fleet.ts'
import { control, type Sandbox } from '../../journey/sandbox.ts'
import type { AnswerSink } from './answer-sink.ts'
import type { BareProcess } from './bare-process.ts'
import type { Figures } from './figures.ts'
import { loadOf, type Round, type Side, sideOf } from './measure-sends.ts'
import type { Ours, Sender } from './ours.ts'
import { median, percentile } from './percentile.ts'

/** Who takes answers in: everybody sends forms from a number of their own, and is told of each answer. */
interface Receiver {
  /** The number that the phones answer. */
  phone: string
  /** Sends a form to each number; the messages' ids. */
  sendForms(numbers: readonly string[]): Promise<string[]>
  /** Counts answers from now on. `told` resolves when so many came: with when each did, by the id of its message. */
  receive(count: number): Promise<{ told: Promise<Record<string, number>> }>
  figures(): Promise<Figures>
}

/** From the moment a stanza left WhatsApp until its answer was told, in milliseconds. */
export interface Latency {
  p50: number
  p99: number
}

/** `durable`: bare Baileys with the gateway's own keys; `memory`: with keys that nobody keeps. */
export interface Answers {
  ours: Side & { paced: Latency }
  durable: Side & { paced: Latency }
  memory: Side
  /** Answers a second of the paced rounds: half of what bare Baileys with durable keys takes. */
  pacedPerSecond: number
}

export interface AnswerSides {
  sandbox: Sandbox
  ours: Ours
  sender: Sender & { phone: string }
  /** Gets `form.answered` of the sender, and nothing else. */
  sink: AnswerSink
  bare: BareProcess
  /** The accounts of the bare engine, by their place, with their numbers. */
  durable: { account: number; phone: string }
  memory: { account: number; phone: string }
}

const SENDS_AT_ONCE = 32
const ANSWERS_AT_ONCE = 8

/**
 * Answers to forms, from the stanza to the receiver. Each round both have sent a form to every number, and the phones'
 * answers lie encrypted at WhatsApp; then they are let go at once. Who begins changes; the round before the first warms
 * them up. Then the same at half of the pace that the bare engine with durable keys has shown.
 */
export async function measureAnswers(sides: AnswerSides, rounds: number, numbers: readonly string[]): Promise<Answers> {
  const { sandbox } = sides
  const receivers = { ours: gatewayOf(sides), durable: bareOf(sides, 'durable'), memory: bareOf(sides, 'memory') }
  const names = ['ours', 'durable', 'memory'] as const
  const kept: Record<(typeof names)[number], Round[]> = { ours: [], durable: [], memory: [] }
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const took = await takeRound(sandbox, receivers[name], numbers)
      if (round > 0) kept[name].push(took)
    }
  }
  const durable = sideOf(kept.durable)
  const perSecond = Math.max(1, Math.round(durable.rate / 2))
  const paced: Record<'ours' | 'durable', Round[]> = { ours: [], durable: [] }
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? (['ours', 'durable'] as const) : (['durable', 'ours'] as const)) {
      paced[name].push(await takeRound(sandbox, receivers[name], numbers, perSecond))
    }
  }
  return {
    ours: { ...sideOf(kept.ours), paced: latencyOf(paced.ours) },
    durable: { ...durable, paced: latencyOf(paced.durable) },
    memory: sideOf(kept.memory),
    pacedPerSecond: perSecond,
  }
}

async function takeRound(
  sandbox: Sandbox,
  receiver: Receiver,
  numbers: readonly string[],
  perSecond?: number,
): Promise<Round> {
  const forms = await receiver.sendForms(numbers)
  await control(sandbox, 'hold', { account: receiver.phone })
  await inTurns([...numbers.entries()], ANSWERS_AT_ONCE, async ([index, phone]) => {
    await control(sandbox, `phones/${phone}/answer`, { messageId: forms[index], values: valuesOf(phone) })
  })
  // What comes of the forms, and of their being read, is not counted.
  await receiver.figures()
  const receiving = await receiver.receive(numbers.length)
  const pace = perSecond === undefined ? {} : { perSecond }
  const { released } = (await control(sandbox, 'release', { account: receiver.phone, ...pace })) as {
    released: { id: string; at: number }[]
  }
  const told = await receiving.told
  const beganAt = Math.min(...released.map(({ at }) => at))
  const times = released.map(({ id, at }) => (told[id] ?? Number.NaN) - at)
  return {
    ms: Math.max(...Object.values(told)) - beganAt,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    ...(await receiver.figures()),
    count: numbers.length,
  }
}

function gatewayOf({ ours, sender, sink }: AnswerSides): Receiver {
  return {
    phone: sender.phone,
    sendForms: async (numbers) => (await ours.send('form', numbers, SENDS_AT_ONCE, sender)).ids,
    receive: async (count) => ({ told: sink.receive(count) }),
    figures: () => ours.figures(),
  }
}

function bareOf({ bare, ...sides }: AnswerSides, name: 'durable' | 'memory'): Receiver {
  const { account, phone } = sides[name]
  const load = loadOf('form')
  return {
    phone,
    async sendForms(numbers) {
      const ask = { account, numbers: [...numbers], atOnce: SENDS_AT_ONCE, ...load, isFirst: false }
      return (await bare.ask('send', ask)).ids
    },
    async receive(count) {
      await bare.ask('receive', { account, count })
      return { told: bare.ask('received', null) }
    },
    figures: () => bare.ask('figures', null),
  }
}

function latencyOf(rounds: readonly Round[]): Latency {
  return { p50: median(rounds.map(({ p50 }) => p50)), p99: median(rounds.map(({ p99 }) => p99)) }
}

/** What somebody types into the five questions that a form asks by itself. */
function valuesOf(phone: string): Record<string, string> {
  return {
    full_name: 'Ana Beatriz de Souza Lima',
    phone_number: `(${phone.slice(2, 4)}) ${phone.slice(4, 9)}-${phone.slice(9)}`,
    email: `ana.souza${phone.slice(-4)}@exemplo.com.br`,
    cpf_or_cnpj: '529.982.247-25',
    cep: '01310-100',
    state: 'SP',
    city: 'São Paulo',
    neighborhood: 'Bela Vista',
    street_and_number: 'Avenida Paulista, 1000',
    complement: 'Apto 12',
  }
}
