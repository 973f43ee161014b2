import type { Words } from '../words/language.ts'
import { type EventsWords, english } from './words-en.ts'
import { spanish } from './words-es.ts'
import { portuguese } from './words-pt.ts'

/** What all pages of the events say. */
export const eventsWords: Words<EventsWords> = { en: english, 'pt-BR': portuguese, es: spanish }
