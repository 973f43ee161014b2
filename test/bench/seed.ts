import { type Sum, sumsOf } from '../../src/form/domain/sums.ts'
import type { Form } from '../../src/form/store.ts'
import type { Answer } from '../../src/form/store-answers.ts'
import type { FormCountTable } from '../../src/platform/db/schema.ts'
import { createChance } from './chance.ts'
import { createTallies } from './count-forms.ts'
import { inventAnswer, inventStray } from './invent-answer.ts'
import { DAY_MS, inventForms } from './invent-form.ts'

/** Where rows are put, many at a time. */
export interface Sink {
  put(table: Table, rows: readonly object[]): Promise<void>
}

/** A stopped gateway's store, opened for one great transaction. */
export interface FinalSink extends Sink {
  /** The ids of its webhooks, by URL. */
  webhooks(): Promise<Map<string, string>>
  finish(): Promise<void>
}

export type Table = 'form' | 'answer' | 'form_count' | 'form_sum' | 'event' | 'delivery'

/** Forms that are asked for by what is their own, from all over the store. */
export type Samples = Pick<Form, 'flow_token' | 'message_id' | 'number'>[]

const AT_ONCE = 1_000
const MOST_SAMPLES = 500
/** Counters are asked for a month at most, unless the bench says so; those of a year are more rows than all others together. */
const COUNTED_MS = 31 * DAY_MS
/** An answer in a hundred belongs to no form. */
const STRAY = 0.01

/** Fills an instance with forms, their answers and counters, as the gateway would have kept them. */
export async function seedForms(
  sink: Sink,
  instanceId: string,
  count: number,
  until: number,
  countedMs = COUNTED_MS,
): Promise<Samples> {
  const chance = createChance(count)
  const tallies = createTallies()
  const samples: Samples = []
  const every = Math.ceil(count / MOST_SAMPLES)
  let forms: Form[] = []
  let answers: Answer[] = []
  let counts: FormCountTable[] = []
  const sums = new Map<string, Sum>()
  let made = 0

  async function flush(): Promise<void> {
    await sink.put('form', forms)
    await sink.put('answer', answers)
    await sink.put('form_count', counts)
    for (const count of counts) addSums(sums, count)
    forms = []
    answers = []
    counts = []
  }

  for (const bare of inventForms(chance, instanceId, count, until)) {
    const { answered_at: at } = bare
    const answer = at === null ? null : inventAnswer(chance, bare, at)
    const form = answer ? { ...bare, answer_count: 1, latest_answer_id: answer.id } : bare
    forms.push(form)
    if (answer) answers.push(answer)
    if (at !== null && chance.happens(STRAY)) answers.push(inventStray(chance, form, at))
    if (form.created_at > until - countedMs) tallies.count(form)
    if (made % every === 0) {
      samples.push({ flow_token: form.flow_token, message_id: form.message_id, number: form.number })
    }
    made += 1
    if (forms.length < AT_ONCE) continue
    counts = tallies.takeOver(form.created_at)
    await flush()
  }
  counts = tallies.takeOver(Number.POSITIVE_INFINITY)
  await flush()
  await sink.put(
    'form_sum',
    [...sums.values()].map((sum) => ({ instance_id: instanceId, ...sum })),
  )
  return samples
}

function addSums(sums: Map<string, Sum>, { measure, n, ...key }: FormCountTable): void {
  for (const sum of sumsOf(key, [[measure, n]])) {
    const name = `${sum.span} ${sum.at} ${sum.measure}`
    const known = sums.get(name)
    if (known) known.n += sum.n
    else sums.set(name, sum)
  }
}
