import { api, reach, told } from '../api/client.ts'
import { readProblem } from '../api/problem.ts'
import type { Language } from '../words/language.ts'
import type { FilterQuery } from './filter.ts'

export const EXPORT_FORMATS = ['csv', 'xlsx', 'jsonl'] as const

export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Whose headings a file has; null: the names of the API. */
export type ExportLanguage = 'en' | 'pt' | 'es' | null

export interface ExportChoice {
  format: ExportFormat
  lang: ExportLanguage
  delimiter: ',' | ';'
}

const LANGUAGES: Record<Language, Exclude<ExportLanguage, null>> = { en: 'en', 'pt-BR': 'pt', es: 'es' }

/** What a reader of the console most likely wants: spreadsheets of those who write 1,5 expect semicolons. */
export function firstChoice(language: Language): ExportChoice {
  const lang = LANGUAGES[language]
  return { format: 'csv', lang, delimiter: delimiterOf(lang) }
}

export function delimiterOf(lang: ExportLanguage): ',' | ';' {
  return lang === 'pt' || lang === 'es' ? ';' : ','
}

/** The parameters of an export call. `timezone`: IANA. Pure. */
export function exportQuery(filter: FilterQuery, choice: ExportChoice, timezone: string, exportId: string): string {
  const { format, lang, delimiter } = choice
  return new URLSearchParams({
    ...filter,
    format,
    ...(lang !== null && format !== 'jsonl' && { lang }),
    ...(format === 'csv' && { delimiter }),
    timezone,
    exportId,
  }).toString()
}

/** `forms-shop-2026-05-02.csv`: what it holds, of which instance, from which day. Pure but for the time zone. */
export function fileName(instance: string, format: ExportFormat, now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'))
  return `forms-${instance}-${day.join('-')}.${format}`
}

/**
 * Reads an export to its end. The browser keeps a large one outside the page's memory. A connection that breaks rejects:
 * there is no half a file.
 * @throws Problem refused, or the gateway is away; TypeError the stream broke
 */
export async function readExport(
  instance: string,
  query: string,
  { signal, onBytes }: { signal: AbortSignal; onBytes: (count: number) => void },
): Promise<Blob> {
  const request = new Request(new URL(`/api/form/export/${encodeURIComponent(instance)}?${query}`, location.origin), {
    headers: { 'X-Formwire': '1' },
    signal,
  })
  const response = await reach(request)
  if (!response.ok) throw readProblem(await response.json().catch(() => null), response)
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      onBytes(chunk.byteLength)
      controller.enqueue(chunk)
    },
  })
  const counted = response.body?.pipeThrough(counter) ?? null
  return new Response(counted, { headers: { 'content-type': response.headers.get('content-type') ?? '' } }).blob()
}

/** How far an export is, as the gateway tells it. */
export interface ExportProgress {
  rows: number
  /** 0 to 1. */
  done: number
}

/** Null where that cannot be told: an export is known from when its file begins. */
export async function readProgress(instance: string, exportId: string): Promise<ExportProgress | null> {
  const call = api.GET('/api/form/exportProgress/{instance}', {
    params: { path: { instance }, query: { exportId } },
  })
  return told(call).then(
    ({ export: { rows, done } }) => ({ rows, done }),
    () => null,
  )
}
