import { RARE, TEMPLATES } from './invent-template.ts'
import type { Samples } from './seed.ts'

/** One kind of request. `path` is asked for anew each time, with the number of the request. */
export interface Case {
  name: string
  path(turn: number): string
  /** Whether it must stay flat, or the bench fails. */
  isPromised?: true
}

/** Requests whose answers do not depend on how many forms there are. `next`: the second page's cursor. */
export function listCases(samples: Samples, next: string | null, until: number): Case[] {
  const name = TEMPLATES[0]?.form_name ?? ''
  const sampled = (turn: number) => samples[(turn * 7) % samples.length]
  const month = { from: new Date(until - 30 * 86_400_000).toISOString(), to: new Date(until).toISOString() }
  return [
    { name: 'first page', path: () => list({}), isPromised: true },
    { name: 'get by token', path: (turn) => get({ flowToken: sampled(turn)?.flow_token ?? '' }), isPromised: true },
    { name: 'get by message id', path: (turn) => get({ messageId: sampled(turn)?.message_id ?? '' }) },
    ...(next === null ? [] : [{ name: 'second page', path: () => list({ cursor: next }) }]),
    { name: 'state', path: () => list({ state: 'answered' }) },
    { name: 'type', path: () => list({ formType: 'contact_details' }) },
    { name: 'name', path: () => list({ formName: name }) },
    { name: 'source', path: () => list({ source: 'crm' }) },
    { name: 'number', path: (turn) => list({ number: sampled(turn)?.number ?? '' }) },
    { name: 'rare state', path: () => list({ state: RARE.state }) },
    { name: 'rare name', path: () => list({ formName: RARE.template.form_name ?? '' }) },
    { name: 'rare source', path: () => list({ source: RARE.source }) },
    { name: 'name and state', path: () => list({ formName: name, state: 'answered' }) },
    { name: 'name and source, often', path: () => list({ formName: name, source: 'crm' }) },
    { name: 'name and source, never', path: () => list({ formName: name, source: RARE.source }) },
    { name: 'two days of last week', path: () => list({ from: daysBefore(until, 8), to: daysBefore(until, 6) }) },
    { name: 'q, few by name', path: () => list({ q: 'zuleica quaresma q' }) },
    { name: 'q, a token', path: (turn) => list({ q: sampled(turn)?.flow_token?.slice(0, 13) ?? '' }) },
    { name: 'q, many numbers', path: () => list({ q: '55' }) },
    { name: 'q, many names', path: () => list({ q: 'maria' }) },
    { name: 'q, nothing', path: () => list({ q: 'nobody is called so' }) },
    { name: 'q and a rare state', path: () => list({ q: '55', state: RARE.state }) },
    { name: 'unmatched', path: () => `/api/form/unmatched/bench?limit=50` },
    { name: 'stats of 30 days', path: () => `/api/form/stats/bench?${new URLSearchParams(month)}` },
  ]
}

export function list(query: Record<string, string>): string {
  return `/api/form/list/bench?${new URLSearchParams({ limit: '50', ...query })}`
}

function get(query: Record<string, string>): string {
  return `/api/form/get/bench?${new URLSearchParams(query)}`
}

function daysBefore(until: number, days: number): string {
  return new Date(until - days * 86_400_000).toISOString().slice(0, 10)
}
