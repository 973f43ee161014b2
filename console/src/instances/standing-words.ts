import type { Words } from '../words/language.ts'
import type { Situation } from './standing.ts'
import { english } from './standing-words-en.ts'
import { spanish } from './standing-words-es.ts'
import { portuguese } from './standing-words-pt.ts'

export interface StandingWords {
  /** The state in a word or two. */
  states: Record<'connected' | 'connecting' | 'disconnected' | 'loggedout' | 'banned' | 'passkey_required', string>
  /** Of an instance without a number. */
  noNumber: string
  waitsForPhone: string
  situations: Record<Situation, { what: string; helps: string }>
  /** Instead of `helps`, where the number was not linked yet. */
  askAnew: string
  bannedUntil(moment: string): string
  restricted(until: string): string
  restrictedHelps: string
}

/** How an instance stands, and what helps. */
export const standingWords: Words<StandingWords> = { en: english, 'pt-BR': portuguese, es: spanish }
