import { writeCursor } from '../../src/form/domain/cursor.ts'
import { list } from './cases.ts'
import { DAY_MS } from './invent-form.ts'
import { RARE, TEMPLATES } from './invent-template.ts'
import type { Samples } from './seed.ts'
import { RARE_EVENT } from './seed-deliveries.ts'

/** A request that the console makes. */
export interface ConsoleCase {
  name: string
  path(turn: number): string
}

/** Every request of the console that depends on how much there is. */
export function consoleCases(samples: Samples, until: number): ConsoleCase[] {
  return [...listCases(samples, until), ...searchCases(samples), ...statsCases(until), ...deliveryCases(samples)]
}

function listCases(samples: Samples, until: number): ConsoleCase[] {
  const name = TEMPLATES[0]?.form_name ?? ''
  const sampled = (turn: number) => samples[(turn * 7) % samples.length]
  const month = { from: daysBefore(until, 30), to: daysBefore(until, 0) }
  const old = { from: daysBefore(until, 360), to: daysBefore(until, 330) }
  const filters: [string, Record<string, string>][] = [
    ['no filter', {}],
    ['state', { state: 'answered' }],
    ['state, rare', { state: RARE.state }],
    ['state, none', { state: 'queued', from: daysBefore(until, -10) }],
    ['type', { formType: 'registration_offer' }],
    ['name', { formName: name }],
    ['name, rare', { formName: RARE.template.form_name ?? '' }],
    ['source', { source: 'crm' }],
    ['source, rare', { source: RARE.source }],
    ['number, none', { number: '5511900000000' }],
    ['from', { from: month.from }],
    ['to, long ago', { to: old.to }],
    ['state and a month', { state: 'answered', ...month }],
    ['state and a month long ago', { state: 'failed', ...old }],
    ['state, rare, and a month', { state: RARE.state, ...month }],
    ['type and state', { formType: 'custom', state: 'failed' }],
    ['type and state, rare', { formType: 'custom', state: RARE.state }],
    ['type and state that are never together', { formType: 'registration_offer', state: RARE.state }],
    ['source and a month', { source: 'crm', ...month }],
    ['source and state', { source: 'crm', state: 'failed' }],
    ['source, name, type and state', { source: 'crm', formName: name, formType: 'contact_details', state: 'expired' }],
    ['name and type that are never together', { formName: name, formType: 'custom' }],
  ]
  return [
    ...filters.map(([called, query]) => ({ name: called, path: () => list(query) })),
    { name: 'number', path: (turn) => list({ number: sampled(turn)?.number ?? '' }) },
    ...[0.1, 0.5, 0.99].flatMap((share) => {
      const cursor = writeCursor({ createdAt: Math.floor(until - share * 365 * DAY_MS), id: `frm_${'z'.repeat(20)}` })
      return filters
        .filter(([called]) =>
          ['no filter', 'state', 'type', 'source', 'type and state', 'source and state'].includes(called),
        )
        .map(([called, query]) => ({
          name: `${called}, ${share * 100} % deep`,
          path: () => list({ ...query, cursor }),
        }))
    }),
    { name: 'get by message id', path: (turn) => `/api/form/get/bench?messageId=${sampled(turn)?.message_id}` },
    { name: 'unmatched', path: () => '/api/form/unmatched/bench?limit=50' },
  ]
}

function searchCases(samples: Samples): ConsoleCase[] {
  const [oldest] = samples
  const searches: [string, string][] = [
    ['nothing', 'nobody is called so'],
    ['no number', '5500'],
    ['a name, many', 'maria'],
    ['a name, few', 'zuleica quaresma q'],
    ['a first letter', 'm'],
    ['an e-mail, many', 'ana.'],
    ['an e-mail, none', 'nobody@nowhere'],
    ['a document', '529.982'],
    ['numbers, all', '55'],
    ['numbers, many', '5511'],
    ['sources, many', 'crm'],
    ['source, rare', RARE.source.slice(0, 4)],
    ['the oldest number', oldest?.number ?? ''],
    ['the oldest token', oldest?.flow_token?.slice(0, 13) ?? ''],
    ['the oldest message id', oldest?.message_id ?? ''],
    ['message ids, all', '3EB0'],
  ]
  return searches.flatMap(([called, q]) => [
    { name: `q: ${called}`, path: () => list({ q }) },
    { name: `q: ${called}, and a rare state`, path: () => list({ q, state: RARE.state }) },
    { name: `q: ${called}, and failed`, path: () => list({ q, state: 'failed' }) },
  ])
}

function statsCases(until: number): ConsoleCase[] {
  const stats = (query: Record<string, string>) => () => `/api/form/stats/bench?${new URLSearchParams(query)}`
  return [
    { name: 'stats of all', path: stats({}) },
    { name: 'stats of a year', path: stats({ from: daysBefore(until, 364), to: daysBefore(until, 0) }) },
    {
      name: 'stats of a year in São Paulo',
      path: stats({ from: daysBefore(until, 364), to: daysBefore(until, 0), timezone: 'America/Sao_Paulo' }),
    },
    { name: 'stats of 30 days', path: stats({ from: daysBefore(until, 30), to: daysBefore(until, 0) }) },
    { name: 'stats of all from one source', path: stats({ source: 'crm' }) },
  ]
}

function deliveryCases(samples: Samples): ConsoleCase[] {
  const deliveries = (query: Record<string, string>) =>
    `/api/events/deliveries/bench?${new URLSearchParams({ limit: '50', ...query })}`
  const filters: Record<string, string>[] = [
    {},
    ...['pending', 'delivered', 'dead', 'cancelled'].map((state) => ({ state })),
    ...['default', 'slow'].map((label) => ({ label })),
    ...['form.answered', RARE_EVENT, 'call.update'].map((event) => ({ event })),
    { label: 'default', state: 'pending' },
    { label: 'slow', state: 'dead', event: 'form.answered' },
    { event: RARE_EVENT, state: 'dead' },
    { messageId: 'unknown' },
  ]
  return [
    ...filters.map((query) => ({ name: `deliveries: ${JSON.stringify(query)}`, path: () => deliveries(query) })),
    {
      name: 'deliveries: of a message',
      path: (turn: number) => deliveries({ messageId: samples[(turn * 7) % samples.length]?.message_id ?? '' }),
    },
    { name: 'webhooks', path: () => '/api/events/getWebhook/bench' },
  ]
}

function daysBefore(until: number, days: number): string {
  return new Date(until - days * DAY_MS).toISOString().slice(0, 10)
}
