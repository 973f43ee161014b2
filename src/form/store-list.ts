import { type ExpressionBuilder, sql as literal, type SelectQueryBuilder, type SqlBool } from 'kysely'
import type { FormTable, Schema } from '../platform/db/schema.ts'
import type { Sql } from '../platform/db/store.ts'
import type { ExportSpan } from './domain/export-share.ts'
import type { SearchTerms } from './domain/search.ts'
import type { Form } from './store.ts'

/** What a list of forms is narrowed by. Times are Unix milliseconds, `from` included, `to` not. */
export interface FormFilter {
  state?: FormTable['state'] | undefined
  formType?: FormTable['form_type'] | undefined
  formName?: string | undefined
  source?: string | undefined
  flowToken?: string | undefined
  /** Digits in every national writing, or the JID of a group. */
  numbers?: readonly string[] | undefined
  lid?: string | undefined
  from?: number | undefined
  to?: number | undefined
  search?: SearchTerms | undefined
}

/** A form's place in a list, the newest first. */
export interface Place {
  createdAt: number
  id: string
}

/**
 * Filters with an index of their own, which also gives the order, but for one person's forms. One of them leads, the
 * others are checked on what it finds: usually the first that is asked for.
 */
const LEADS = ['numbers', 'lid', 'flowToken', 'formName', 'source', 'state', 'formType'] as const

export type Lead = (typeof LEADS)[number]

/** What of a form is looked at to see whether it passes. */
const LOOKED_AT = [
  'id',
  'created_at',
  'number',
  'chat_lid',
  'flow_token',
  'form_name',
  'source',
  'state',
  'form_type',
  'message_id',
] as const

type Query<Columns> = SelectQueryBuilder<Schema, 'form', Columns>
type Where = ExpressionBuilder<Schema, 'form'>

/** Whether one index answers the whole filter, so that a page costs what it holds. */
export function isIndexed(filter: FormFilter): boolean {
  return filter.search === undefined && LEADS.filter((lead) => filter[lead] !== undefined).length <= 1
}

/** The newest forms behind `after` that pass the filter, which one index answers. */
export function findForms(
  sql: Sql,
  instanceId: string,
  filter: FormFilter,
  { after, limit }: { after: Place | null; limit: number },
): Promise<Form[]> {
  const found = narrowedBy(between(sql.selectFrom('form').selectAll(), instanceId, filter, after), filter, LEADS)
  return newestFirst(found).limit(limit).execute()
}

/**
 * The filter that leads: one that finds fewer than `few` forms, since then it is looked through at once, else the first that
 * is asked for; null when there is none.
 */
export async function findLead(sql: Sql, instanceId: string, filter: FormFilter, few: number): Promise<Lead | null> {
  const given = LEADS.filter((lead) => filter[lead] !== undefined)
  for (const lead of given.length > 1 ? given : []) {
    const found = led(
      sql.selectFrom('form').select('id'),
      instanceId,
      { ...filter, from: undefined, to: undefined },
      lead,
    )
    const many = await found.offset(few).limit(1).executeTakeFirst()
    if (!many) return lead
  }
  return given[0] ?? null
}

/**
 * Of the next forms behind `after` that the leading filter finds, as far as `end` (null: all that are left), the places
 * that pass. `among`: about so many they are; what came between since `end` was found is looked at too.
 */
interface Stretch {
  lead: Lead | null
  after: Place | null
  end: Place | null
  among: number
  limit: number
}

export async function findPassing(
  sql: Sql,
  instanceId: string,
  filter: FormFilter,
  { lead, after, end, among, limit }: Stretch,
): Promise<Place[]> {
  // Inside its limit the leading index alone is walked: an engine that took the rest for the way in would sort it all.
  let walked = led(sql.selectFrom('form').select(LOOKED_AT), instanceId, filter, lead, after)
  if (end) {
    walked = walked.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'id'), '>=', tuple(end.createdAt, end.id)),
    )
  }
  const next = newestFirst(walked).limit(2 * among)
  const { search } = filter
  let found = narrowedBy(sql.selectFrom(next.as('form')).select(['created_at', 'id']), filter, LEADS)
  if (search) found = found.where((where) => passes(where, instanceId, search))
  const rows = await newestFirst(found).limit(limit).execute()
  return rows.map(({ created_at: createdAt, id }) => ({ createdAt, id }))
}

/** The place `count` forms behind `after`, counting those that the leading filter finds; null when there are fewer. */
export async function findPlaceBehind(
  sql: Sql,
  instanceId: string,
  filter: FormFilter,
  { lead, after, count }: { lead: Lead | null; after: Place | null; count: number },
): Promise<Place | null> {
  const found = led(sql.selectFrom('form').select(['created_at', 'id']), instanceId, filter, lead, after)
  const row = await newestFirst(found)
    .offset(count - 1)
    .limit(1)
    .executeTakeFirst()
  return row ? { createdAt: row.created_at, id: row.id } : null
}

/** When the newest and the oldest form that the leading filter finds were made; null when it finds none. */
export async function findSpan(
  sql: Sql,
  instanceId: string,
  filter: FormFilter,
  lead: Lead | null,
): Promise<ExportSpan | null> {
  const found = () => led(sql.selectFrom('form').select(['created_at', 'id']), instanceId, filter, lead)
  const newest = await newestFirst(found()).limit(1).executeTakeFirst()
  const oldest = await found().orderBy('created_at').orderBy('id').limit(1).executeTakeFirst()
  return newest && oldest ? { newest: newest.created_at, oldest: oldest.created_at } : null
}

function led<Columns>(
  query: Query<Columns>,
  instanceId: string,
  filter: FormFilter,
  lead: Lead | null,
  after: Place | null = null,
): Query<Columns> {
  return narrowedBy(between(query, instanceId, filter, after), filter, lead ? [lead] : [])
}

function narrowedBy<Columns>(query: Query<Columns>, filter: FormFilter, leads: readonly Lead[]): Query<Columns> {
  const given = leads.filter((lead) => filter[lead] !== undefined)
  return given.reduce((found, lead) => found.where((where) => narrowed(where, filter, lead)), query)
}

/** Each end is bounded once: given two bounds, SQLite may begin at the wider one, and pass over all between at every page. */
function between<Columns>(
  query: Query<Columns>,
  instanceId: string,
  { from, to }: FormFilter,
  after: Place | null,
): Query<Columns> {
  let found = query.where('instance_id', '=', instanceId)
  if (from !== undefined) found = found.where('created_at', '>=', from)
  if (after && (to === undefined || after.createdAt < to)) {
    return found.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'id'), '<', tuple(after.createdAt, after.id)),
    )
  }
  return to === undefined ? found : found.where('created_at', '<', to)
}

function newestFirst<Columns>(query: Query<Columns>): Query<Columns> {
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc')
}

function narrowed(where: Where, filter: FormFilter, lead: Lead) {
  switch (lead) {
    case 'numbers':
      return where('number', 'in', filter.numbers ?? [])
    case 'lid':
      return where('chat_lid', '=', filter.lid ?? '')
    case 'flowToken':
      return where('flow_token', '=', filter.flowToken ?? '')
    case 'formName':
      return where('form_name', '=', filter.formName ?? '')
    case 'source':
      return where('source', '=', filter.source ?? '')
    case 'state':
      return where('state', '=', filter.state ?? 'sent')
    case 'formType':
      return where('form_type', '=', filter.formType ?? 'custom')
  }
}

/** No text that is kept holds this character: the end of everything that begins with a prefix. */
const LAST = '\u{10ffff}'

type Column = 'number' | 'flow_token' | 'source' | 'message_id' | 'name_key' | 'email_key' | 'document_key'

function isPrefixed(column: Column, prefix: string) {
  return literal<SqlBool>`${literal.ref(column)} >= ${prefix} and ${literal.ref(column)} < ${prefix + LAST}`
}

/** Columns of a form, and of its answers, that begin with what is searched for. */
function columnsOf(search: SearchTerms): { form: [Column, string][]; answer: [Column, string][] } {
  const { text, number, name, email, document } = search
  const given = (column: Column, prefix: string | null): [Column, string][] =>
    prefix === null ? [] : [[column, prefix]]
  return {
    form: [...given('number', number ?? text), ['flow_token', text], ['source', text], ['message_id', text]],
    answer: [...given('name_key', name), ...given('email_key', email), ...given('document_key', document)],
  }
}

function passes(where: Where, instanceId: string, search: SearchTerms) {
  const { form, answer } = columnsOf(search)
  const ofAnswers = where
    .selectFrom('answer')
    .select('answer.id')
    .whereRef('answer.form_id', '=', 'form.id')
    .where('answer.instance_id', '=', instanceId)
    .where(({ or }) => or(answer.map(([column, prefix]) => isPrefixed(column, prefix))))
  return where.or([
    ...form.map(([column, prefix]) => isPrefixed(column, prefix)),
    ...(answer.length === 0 ? [] : [where.exists(ofAnswers)]),
  ])
}

/**
 * Ids of the forms that a search finds by its indexes alone, in no order; null when a column has more than `most`: then
 * they are met soon enough on the way from the newest form on.
 */
export async function findFewIds(
  sql: Sql,
  instanceId: string,
  search: SearchTerms,
  most: number,
): Promise<string[] | null> {
  const { form, answer } = columnsOf(search)
  const ids = new Set<string>()
  for (const [column, prefix] of form) {
    const rows = await sql
      .selectFrom('form')
      .select('id')
      .where('instance_id', '=', instanceId)
      .where(isPrefixed(column, prefix))
      .limit(most + 1)
      .execute()
    if (rows.length > most) return null
    for (const { id } of rows) ids.add(id)
  }
  for (const [column, prefix] of answer) {
    const rows = await sql
      .selectFrom('answer')
      .select('form_id')
      .where('instance_id', '=', instanceId)
      .where(literal<SqlBool>`${literal.ref(column)} is not null`)
      .where(isPrefixed(column, prefix))
      .limit(most + 1)
      .execute()
    if (rows.length > most) return null
    for (const { form_id: id } of rows) if (id !== null) ids.add(id)
  }
  return [...ids]
}

/** Of these forms the newest behind `after` that pass the rest of the filter. */
export function findAmong(
  sql: Sql,
  instanceId: string,
  ids: readonly string[],
  filter: FormFilter,
  after: Place | null,
  limit: number,
): Promise<Form[]> {
  if (ids.length === 0) return Promise.resolve([])
  const found = between(sql.selectFrom('form').selectAll(), instanceId, filter, after).where('id', 'in', [...ids])
  return newestFirst(narrowedBy(found, filter, LEADS))
    .limit(limit)
    .execute()
}
