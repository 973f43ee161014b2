import { Counter, Histogram } from 'prom-client'
import type { Clock } from '../kernel/clock.ts'
import { SEND_STATES } from '../kernel/send-state.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { EngineIncident } from '../whatsapp/baileys/engine.ts'
import type { Complaints } from '../whatsapp/baileys/quiet-log.ts'

const SECONDS = 1_000

/** Kinds of messages that this gateway sends, as callers read their `messageType`, and what they are called here. */
const KINDS = new Map([
  ['interactive', 'form'],
  ['text', 'text'],
])

/** Codes that WhatsApp is known to refuse messages with (public reports, 2026). Others are `other`: labels are bounded. */
const ACK_CODES = new Set(
  '400 401 403 404 405 406 408 409 410 413 415 420 421 426 429 460 463 464 475 479 487 500 501 503 504'.split(' '),
)

const INCIDENTS: Record<EngineIncident, 0> = {
  undecryptable: 0,
  resend_asked: 0,
  resend_given_up: 0,
  session_renewed: 0,
  forged_protocol_message: 0,
  foreign_edit: 0,
  oversized: 0,
}

/** Everything that is counted as it happens: an addition in memory each. Labels come from sets that this file bounds. */
export function createCounters({ registry }: Metrics, clock: Clock) {
  const registers = [registry]
  const counter = <Name extends string>(name: string, help: string, ...labelNames: Name[]) =>
    new Counter({ name, help, labelNames, registers })
  const histogram = (name: string, help: string, buckets: number[]) => new Histogram({ name, help, buckets, registers })

  const sends = counter(
    'formwire_sends_total',
    'Messages that came to a state, each counted once for every state that it comes to',
    'kind',
    'state',
  )
  const acks = counter('formwire_acks_total', 'Verdicts of WhatsApp on messages, by its code', 'code')
  const ackSeconds = histogram(
    'formwire_send_ack_seconds',
    'Time from asking WhatsApp for a message to its verdict',
    [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60],
  )
  const answers = counter(
    'formwire_answers_total',
    'Answers that came in, by how their form was found and its type',
    'match',
    'form_type',
  )
  const adopted = counter(
    'formwire_answers_adopted_total',
    'Answers without a form that were given to one later, by its type',
    'form_type',
  )
  const deliveries = counter(
    'formwire_deliveries_total',
    'Attempts of deliveries by what came of them, and deliveries that were cancelled',
    'outcome',
  )
  const attemptSeconds = histogram(
    'formwire_delivery_attempt_seconds',
    'Time from the beginning of an attempt to the status of the receiver, or to its failure',
    [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15],
  )
  const deliverySeconds = histogram(
    'formwire_delivery_seconds',
    'Time from an event to the 2xx of its receiver; replays are left out',
    [0.05, 0.25, 1, 5, 30, 120, 600, 3_600, 21_600, 86_400],
  )
  const disconnects = counter(
    'formwire_disconnects_total',
    'Connections to WhatsApp that ended or were not made, by reason and by what comes next',
    'reason',
    'next',
  )
  const incidents = counter(
    'formwire_engine_incidents_total',
    'What the engine met with below the news, by kind',
    'incident',
  )
  const complaints: Complaints = { warnings: 0, errors: 0 }
  const complained: Counter<'level'> = new Counter({
    name: 'formwire_engine_complaints_total',
    help: 'Lines that the engine would have logged, by level',
    labelNames: ['level'],
    registers,
    collect() {
      complained.reset()
      complained.inc({ level: 'warning' }, complaints.warnings)
      complained.inc({ level: 'error' }, complaints.errors)
    },
  })

  // What is known beforehand is there from the start: a rate over the first one would not see it.
  for (const kind of [...KINDS.values(), 'other']) {
    for (const state of SEND_STATES) if (isOfMessages(state)) sends.inc({ kind, state }, 0)
  }
  for (const code of ['ok', 'other']) acks.inc({ code }, 0)
  for (const match of ['token', 'quote', 'none']) answers.inc({ match, form_type: 'none' }, 0)
  for (const outcome of ['delivered', 'failed', 'dead', 'cancelled']) deliveries.inc({ outcome }, 0)
  for (const incident of Object.keys(INCIDENTS)) incidents.inc({ incident }, 0)

  return {
    /** Handed to the engine, which adds to it. */
    complaints,
    incident: (incident: EngineIncident) => incidents.inc({ incident }),
    /** `next`: whether it dials again by itself. */
    disconnected: (reason: string, next: 'retry' | 'stay_closed') => disconnects.inc({ reason, next }),
    moved: (type: string, state: string) => sends.inc({ kind: KINDS.get(type) ?? 'other', state }),
    /** `code` null: WhatsApp took it. `askedAt`: Unix milliseconds. */
    judged(code: string | null, askedAt: number) {
      acks.inc({ code: code === null ? 'ok' : ACK_CODES.has(code) ? code : 'other' })
      ackSeconds.observe(Math.max(0, clock.now() - askedAt) / SECONDS)
    },
    answered: (match: 'token' | 'quote' | null, formType: string | null) =>
      answers.inc({ match: match ?? 'none', form_type: formType ?? 'none' }),
    adopted: (formType: string) => adopted.inc({ form_type: formType }),
    deliveries: {
      attempted(outcome: 'delivered' | 'failed' | 'dead', tookMs: number, ageMs: number | null) {
        deliveries.inc({ outcome })
        attemptSeconds.observe(tookMs / SECONDS)
        if (outcome === 'delivered' && ageMs !== null) deliverySeconds.observe(Math.max(0, ageMs) / SECONDS)
      },
      cancelled: (count: number) => deliveries.inc({ outcome: 'cancelled' }, count),
    },
  }
}

/** Only forms come to the others. */
function isOfMessages(state: string): boolean {
  return state !== 'answered' && state !== 'expired'
}

export type Counters = ReturnType<typeof createCounters>
