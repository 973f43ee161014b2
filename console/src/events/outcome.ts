import type { EventsWords } from './words-en.ts'

/** What came of an attempt: the status that the receiver answered, or a word for why none came. */
export interface Outcome {
  status: number | null
  error: string | null
}

/** What it means, in words; null while nothing was tried. Pure. */
export function tellOutcome(words: EventsWords, { status, error }: Outcome): string | null {
  if (status !== null) return `${status} · ${words.status[meaningOf(status)]}`
  return error === null ? null : tellFailure(words, error)
}

/** Why no status came. Pure. */
export function tellFailure(words: EventsWords, error: string): string {
  return words.failures[error] ?? `${words.failed} (${error})`
}

/** What a status of a receiver means for a delivery. Pure. */
export function meaningOf(status: number): keyof EventsWords['status'] {
  if (status >= 200 && status < 300) return 'taken'
  if (status >= 300 && status < 400) return 'redirect'
  switch (status) {
    case 401:
    case 403:
      return 'unauthorized'
    case 404:
      return 'notFound'
    case 410:
      return 'gone'
    case 413:
      return 'tooLarge'
    case 429:
      return 'tooMany'
    default:
      if (status >= 400 && status < 500) return 'refused'
      return status >= 500 ? 'broken' : 'other'
  }
}
