import type { FieldReader } from '../../kernel/field-reader.ts'

/** The fields that every send shares, as they came: they are checked here. */
export interface SendInput {
  number?: unknown
  to?: unknown
  delay?: unknown
  replyTo?: unknown
  replyPrivate?: unknown
  source?: unknown
}

/** Lengths are characters; `delay` is seconds. */
export const SEND_LIMITS = {
  delay: { min: 0, max: 300 },
  replyTo: { max: 255 },
  source: { max: 100 },
} as const

/** To whom a send goes, when, and what it answers. */
export interface SendFields {
  /** As the caller wrote it: whom it means is for WhatsApp to say. */
  number: string
  delayMs: number
  /** Message id of the original. */
  replyTo: string | null
  replyPrivate: boolean
  source: string
}

/** Reads the shared fields, the number first. When the reader has refused one, what comes back means nothing. Pure. */
export function readSendFields(reader: FieldReader, input: SendInput): SendFields {
  const number = reader.code('number', input.number, ANY) ?? reader.code('to', input.to, ANY)
  if (number === null) reader.refuse('number', 'is required', 'number_required')
  return {
    number: number ?? '',
    delayMs: (reader.count('delay', input.delay, SEND_LIMITS.delay) ?? 0) * 1000,
    replyTo: reader.code('replyTo', input.replyTo, SEND_LIMITS.replyTo)?.trim() ?? null,
    replyPrivate: reader.flag('replyPrivate', input.replyPrivate) ?? false,
    source: reader.text('source', input.source, SEND_LIMITS.source) ?? 'api',
  }
}

/** A number of any length is read later, and refused by its own literal. */
const ANY = { max: Number.POSITIVE_INFINITY }
