import { proto } from '@whiskeysockets/baileys'
import { encode, nodesFor } from '../../../src/whatsapp/baileys/encode.ts'
import { control, type Sandbox } from '../../journey/sandbox.ts'
import type { Took } from './bare-account.ts'
import type { KeyPlace } from './bare-keys.ts'
import type { BareProcess } from './bare-process.ts'
import type { Figures } from './figures.ts'
import { MESSAGE, type Ours, type Sender } from './ours.ts'
import { median } from './percentile.ts'

/** One side of one bench: medians of the rounds. */
export interface Side {
  /** Operations a second. */
  rate: number
  /** Milliseconds of one operation. */
  p50: number
  p99: number
  /** CPU milliseconds of the process per operation. */
  cpuMs: number
  rssMb: number
  loopP99: number
}

export type Round = Took & Figures & { count: number }

export interface Sides {
  sandbox: Sandbox
  ours: Ours
  bare: BareProcess
  sender: Sender
}

/** Takes a turn of each side in every round, and who begins changes; the round before the first warms them up. */
export async function takeTurns(rounds: number, ours: (round: number) => Promise<Round>, bare: typeof ours) {
  const kept: { ours: Round[]; bare: Round[] } = { ours: [], bare: [] }
  for (let round = 0; round <= rounds; round += 1) {
    const turns = [
      { name: 'ours', take: ours },
      { name: 'bare', take: bare },
    ] as const
    for (const { name, take } of round % 2 === 0 ? turns : turns.toReversed()) {
      const took = await take(round)
      if (round > 0) kept[name].push(took)
    }
  }
  return { ours: sideOf(kept.ours), bare: sideOf(kept.bare) }
}

export function sideOf(rounds: readonly Round[]): Side {
  const of = (read: (round: Round) => number) => median(rounds.map(read))
  return {
    rate: of(({ count, ms }) => (count / ms) * 1000),
    p50: of(({ p50 }) => p50),
    p99: of(({ p99 }) => p99),
    cpuMs: of(({ cpuMs, count }) => cpuMs / count),
    rssMb: Math.max(...rounds.map(({ rssMb }) => rssMb)),
    loopP99: of(({ loopP99 }) => loopP99),
  }
}

/** The same message, as the bare engine is handed it. */
export function loadOf(kind: 'text' | 'form') {
  const content =
    kind === 'text'
      ? ({ type: 'text', text: MESSAGE, mentions: [], preview: null } as const)
      : ({ type: 'form', body: MESSAGE, header: '', footer: '', params: PARAMS, messageVersion: 1 } as const)
  const raw = encode({ to: '', content, quoted: null } as unknown as Parameters<typeof encode>[0], new Uint8Array(32))
  return { raw: Buffer.from(raw).toString('base64'), nodes: nodesFor(proto.Message.decode(raw), Date.now()) }
}

const ASKED = ['full_name', 'phone_number', 'email', 'cpf_or_cnpj', 'delivery_address'].map((name) => [
  `${name}_visible`,
  true,
])

const PARAMS = JSON.stringify({
  flow_message_version: '3',
  flow_id: 'bench',
  flow_token: 'bench',
  flow_cta: 'Abrir',
  flow_action_payload: { screen: 'contact_details', data: Object.fromEntries(ASKED) },
})

export async function measureSends(
  { ours, bare, sender }: Sides,
  kind: 'text' | 'form',
  rounds: number,
  atOnce: number,
  numbersOf: (round: number) => readonly string[],
  isFirst: boolean,
) {
  const load = loadOf(kind)
  return takeTurns(
    rounds,
    async (round) => {
      const numbers = numbersOf(round)
      await ours.figures()
      const took = await ours.send(kind, numbers, atOnce, sender)
      return { ...took, ...(await ours.figures()), count: numbers.length }
    },
    async (round) => {
      const numbers = [...numbersOf(round)]
      await bare.ask('figures', null)
      const took = await bare.ask('send', { account: 0, numbers, atOnce, ...load, isFirst })
      return { ...took, ...(await bare.ask('figures', null)), count: numbers.length }
    },
  )
}

export async function linkBare(
  { sandbox, bare }: Pick<Sides, 'sandbox' | 'bare'>,
  phone: string,
  keys: KeyPlace = { type: 'memory' },
): Promise<void> {
  await control(sandbox, 'phones', { phone, name: 'Owner of the bare one', headless: true })
  const { qr } = await bare.ask('link', { keys })
  await control(sandbox, 'link', { phone, qr })
  await bare.ask('linked', null)
}
