import type { Words } from '../words/language.ts'
import { english, type StandingWords } from './standing-words-en.ts'
import { spanish } from './standing-words-es.ts'
import { portuguese } from './standing-words-pt.ts'

/** How an instance stands, and what helps. */
export const standingWords: Words<StandingWords> = { en: english, 'pt-BR': portuguese, es: spanish }
