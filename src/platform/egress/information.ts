import type { Patience } from './given-up.ts'

/** An honest server sends one or two responses before its real one (100, 102, 103). */
const MOST_INFORMATION = 16

/** Hears the informational responses (1xx) of one call, and gives it up when they do not end. */
export function countInformation(patience: Pick<Patience, 'giveUp'>): () => void {
  let heard = 0
  return () => {
    heard += 1
    if (heard > MOST_INFORMATION) patience.giveUp('connection_failed')
  }
}
