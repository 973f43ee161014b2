import { readFileSync } from 'node:fs'
import type { Measured } from '../measure.ts'
import type { Pace } from '../measure-events.ts'
import type { Answers } from './measure-answers.ts'
import type { Cold } from './measure-cold.ts'
import type { Instances } from './measure-instances.ts'
import type { Logins } from './measure-logins.ts'
import type { Side } from './measure-sends.ts'

export type StoreName = 'sqlite' | 'postgres'

/** What one bench came to on each store that it ran on. */
type PerStore<Result> = Partial<Record<StoreName, Result>>

export interface Both {
  ours: Side
  bare: Side
}

/** All benches by name, as `bench/results.json` keeps them. Rates are a second's, times milliseconds, memory MiB. */
export interface Benches {
  /** Texts to people who were written to before, and to people who never were; the same with forms. */
  'send-warm'?: PerStore<Both>
  'send-warm-form'?: PerStore<Both>
  'send-first'?: PerStore<Both>
  'send-first-form'?: PerStore<Both>
  /** `bare` keeps its keys in the same store; `memory` keeps them nowhere. */
  answers?: PerStore<Both & { memory: Side; paced: { perSecond: number; ours: Latency; bare: Latency } }>
  instances?: PerStore<{ idle: Instances[]; ours: Logins; bare: Logins }>
  'forms-list'?: PerStore<Measured[]>
  /** `bare` is a loop that only posts. */
  events?: PerStore<Pace>
  cold?: PerStore<Cold>
}

type Latency = Answers['ours']['paced']

export interface Results {
  machine: string
  node: string
  date: string
  rounds: number
  benches: Benches
  /** The gateway's share of the bare engine's figure, on SQLite. */
  ratios: Ratios
  ratiosPostgres: Ratios
}

export interface Ratios {
  sendWarm: number | null
  sendWarmCpu: number | null
  sendWarmForm: number | null
  sendWarmFormCpu: number | null
  sendFirst: number | null
  sendFirstCpu: number | null
  sendFirstForm: number | null
  sendFirstFormCpu: number | null
  answers: number | null
  answersInMemory: number | null
  /** Time until all are open. */
  logins: number | null
  memory: number | null
  events: number | null
  /** The worst of what is promised: the large store's time by the small one's. */
  formsList: number | null
}

/** Null where it was not measured. Pure. */
export function ratiosOf(benches: Benches, store: StoreName): Ratios {
  const warm = benches['send-warm']?.[store]
  const warmForm = benches['send-warm-form']?.[store]
  const first = benches['send-first']?.[store]
  const firstForm = benches['send-first-form']?.[store]
  const answers = benches.answers?.[store]
  const instances = benches.instances?.[store]
  const most = instances?.idle.at(-1)
  const lists = benches['forms-list']?.[store]?.filter(({ isPromised }) => isPromised).map(({ ratio }) => ratio)
  return {
    sendWarm: share(warm?.ours.rate, warm?.bare.rate),
    sendWarmCpu: share(warm?.ours.cpuMs, warm?.bare.cpuMs),
    sendWarmForm: share(warmForm?.ours.rate, warmForm?.bare.rate),
    sendWarmFormCpu: share(warmForm?.ours.cpuMs, warmForm?.bare.cpuMs),
    sendFirst: share(first?.ours.rate, first?.bare.rate),
    sendFirstCpu: share(first?.ours.cpuMs, first?.bare.cpuMs),
    sendFirstForm: share(firstForm?.ours.rate, firstForm?.bare.rate),
    sendFirstFormCpu: share(firstForm?.ours.cpuMs, firstForm?.bare.cpuMs),
    answers: share(answers?.ours.rate, answers?.bare.rate),
    answersInMemory: share(answers?.ours.rate, answers?.memory.rate),
    logins: share(instances?.ours.dialMs, instances?.bare.dialMs),
    memory: share(most?.ours.rssMb, most?.bare.rssMb),
    events: benches.events?.[store]?.ratio ?? null,
    formsList: lists?.length ? Math.max(...lists) : null,
  }
}

function share(ours: number | undefined, bare: number | undefined): number | null {
  return ours === undefined || bare === undefined ? null : ours / bare
}

/** What must hold on SQLite; a sentence for each that does not. What was not measured breaks nothing. Pure. */
export function brokenOf(benches: Benches, ratios: Ratios): string[] {
  const answers = benches.answers?.sqlite
  const loop = benches['send-warm']?.sqlite?.ours.loopP99
  const bounds: [string, number | null | undefined, 'at least' | 'at most', number][] = [
    ['send-warm: rate', ratios.sendWarm, 'at least', 0.85],
    ['send-warm: CPU a send', ratios.sendWarmCpu, 'at most', 1.25],
    ['send-warm: event-loop delay, p99 in ms', loop, 'at most', 30],
    ['send-first: rate', ratios.sendFirst, 'at least', 1.5],
    ['send-first: CPU a send', ratios.sendFirstCpu, 'at most', 0.7],
    ['answers: rate', ratios.answers, 'at least', 0.8],
    ['answers: p99 in ms at half of the rate', answers?.paced.ours.p99, 'at most', 50],
    ['log-ins: time', ratios.logins, 'at most', 0.25],
    ['memory of a linked instance', ratios.memory, 'at most', 1.2],
    ['deliveries: rate', ratios.events, 'at least', 0.5],
    ['lists and look-ups', ratios.formsList, 'at most', 2],
  ]
  return bounds.flatMap(([what, value, word, bound]) => {
    if (value === null || value === undefined) return []
    const holds = word === 'at least' ? value >= bound : value <= bound
    return holds ? [] : [`${what} is ${value.toFixed(2)}, and must be ${word} ${bound}`]
  })
}

/** What was measured before, so that a run of some benches keeps the others; nothing when there is no file. */
export function readBenches(file: string): Benches {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as Results).benches
  } catch {
    return {}
  }
}
