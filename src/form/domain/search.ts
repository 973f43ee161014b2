import type { TypedAnswer } from './typed.ts'

/** What of an answer can be searched for, as its indexed columns hold it. */
export interface SearchKeys {
  name: string | null
  email: string | null
  document: string | null
}

const LONGEST_KEY = 128

/** What is folded of a name: enough for its key. To put thousands of accents in order takes quadratic time. */
const LONGEST_FOLDED = 4 * LONGEST_KEY

/** The search keys of a typed answer. Pure. */
export function searchKeys(typed: TypedAnswer | null): SearchKeys {
  return {
    name: keyOrNull(foldName(typed?.fullName ?? '')),
    email: keyOrNull(foldEmail(typed?.email?.value ?? '')),
    document: keyOrNull(foldDocument(typed?.cpfOrCnpj?.digits ?? '')),
  }
}

/** What `q` means in each of the columns that it is looked for in; null: it cannot stand there. */
export interface SearchTerms extends SearchKeys {
  number: string | null
  /** As it was given: token, source and message id are compared letter by letter. */
  text: string
}

/** Reads `q`, a prefix of a number, name, e-mail, document, token, source or message id. Pure. */
export function readSearch(q: string): SearchTerms {
  const text = q.trim()
  const digits = text.replace(/[\s+()./-]/g, '')
  return {
    text,
    number: /^\d+$/.test(digits) ? digits : null,
    name: keyOrNull(foldName(text)),
    email: /\s/.test(text) ? null : keyOrNull(foldEmail(text)),
    document: keyOrNull(foldDocument(text)),
  }
}

/** `  José  da SILVA` → `jose da silva`: people type names with and without accents. */
function foldName(text: string): string {
  const plain = text.trim().slice(0, LONGEST_FOLDED).normalize('NFKD').replace(/\p{M}/gu, '')
  return plain.toLowerCase().replace(/\s+/g, ' ').trim()
}

function foldEmail(text: string): string {
  return text.trim().toLowerCase()
}

function foldDocument(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, '')
}

function keyOrNull(text: string): string | null {
  return text === '' ? null : text.slice(0, LONGEST_KEY).toWellFormed()
}
