import { finished, type Readable } from 'node:stream'
import type { Clock } from '../kernel/clock.ts'
import { dayIn } from '../kernel/time-zone.ts'
import type { Sql, Store } from '../platform/db/store.ts'
import { shareWalked } from './domain/export-share.ts'
import type { ExportRow } from './export/export-row.ts'
import { type ExportFormat, exportRows } from './export/export-rows.ts'
import type { ExportBook, ExportMark } from './export-book.ts'
import { readFilter, readZone } from './read-filter.ts'
import type { ExportFormsQuery } from './schema-export.ts'
import type { Form } from './store.ts'
import { findColumns } from './store-columns.ts'
import { findSubmissions } from './store-export.ts'
import { type FormFilter, findLead, findSpan, type Place } from './store-list.ts'
import { viewAnswer, viewForm } from './view.ts'
import { type Walked, walkForms } from './walk-forms.ts'

export interface ExportFormsDeps {
  store: Pick<Store, 'read'>
  clock: Clock
  book: Pick<ExportBook, 'begin'>
}

/** A file on its way to a caller. */
export interface ExportFile {
  contentType: string
  name: string
  content: Readable
}

/** So many forms are read at a time; what a slow reader has not taken yet is at most this and their answers' share. */
const FORMS_AT_ONCE = 200

const CONTENT_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/x-ndjson; charset=utf-8',
}

/** A search for its span looks through fewer than so many forms for each filter. */
const LOOKED_AT_FOR_SPAN = 2_000

/**
 * Writes the forms that pass the filter, the newest first, as a file of one row a submission; a form that nobody
 * answered is one row too. Rows are read as the file is, so that its size costs no memory, and no more once it is
 * destroyed. How far it is stands in the book under the `exportId`, if there is one.
 * @throws request_invalid, export_id_taken
 */
export async function exportForms(
  { store, clock, book }: ExportFormsDeps,
  instance: { id: string; name: string },
  query: ExportFormsQuery,
): Promise<ExportFile> {
  const { format, exportId } = query
  const timezone = readZone(query.timezone)
  const filter = readFilter(query, timezone)
  const lang = query.lang ?? null
  const delimiter = query.delimiter ?? (lang === 'pt' || lang === 'es' ? ';' : ',')
  const columns = await findColumns(store.read, instance.id)
  const mark = exportId === undefined ? null : book.begin(instance.id, exportId)
  const pages = readPages({ sql: store.read, instanceId: instance.id, filter }, mark, () => content.destroyed)
  const content = exportRows(format, { delimiter, lang, timezone }, columns, pages)
  finished(content, (error) => mark?.end(error ? 'failed' : 'done'))
  return {
    contentType: CONTENT_TYPES[format],
    name: `forms-${instance.name}-${dayIn(timezone, clock.now())}.${format}`,
    content,
  }
}

async function* readPages(
  { sql, instanceId, filter }: { sql: Sql; instanceId: string; filter: FormFilter },
  mark: ExportMark | null,
  isOver: () => boolean,
): AsyncGenerator<ExportRow[]> {
  const lead = mark && (await findLead(sql, instanceId, filter, LOOKED_AT_FOR_SPAN))
  const span = mark && (await findSpan(sql, instanceId, filter, lead))
  let after: Place | null = null
  do {
    const { forms, next }: Walked = await walkForms(sql, instanceId, filter, after, FORMS_AT_ONCE, undefined, isOver)
    for await (const rows of rowsOf(sql, forms)) {
      mark?.wrote(rows.length)
      yield rows
    }
    // What finds nothing yields nothing, and a generator that yields nothing cannot be ended from outside.
    if (isOver()) throw new Error('nobody reads this export any more')
    after = next
    if (span && after) mark?.walked(shareWalked(span, after.createdAt))
  } while (after !== null)
}

/** Rows of some forms, the newest form first, its first submission first. */
async function* rowsOf(sql: Sql, forms: readonly Form[]): AsyncGenerator<ExportRow[]> {
  const newestFirst = forms.toSorted((one, other) => (one.id < other.id ? 1 : -1))
  const blank = (form: Form): ExportRow[] =>
    form.answer_count === 0 ? [{ form: viewForm(form, null), answer: null }] : []
  let at = 0
  const answered = newestFirst.filter(({ answer_count: count }) => count > 0).map(({ id }) => id)
  for await (const answers of findSubmissions(sql, answered)) {
    const rows: ExportRow[] = []
    for (const answer of answers) {
      let form = newestFirst[at]
      for (; form && form.id !== answer.form_id; form = newestFirst[at]) {
        rows.push(...blank(form))
        at += 1
      }
      if (form) rows.push({ form: viewForm(form, null), answer: viewAnswer(answer) })
    }
    yield rows
  }
  yield newestFirst.slice(at).flatMap(blank)
}
