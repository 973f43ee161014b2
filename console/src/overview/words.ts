import type { Words } from '../words/language.ts'
import { english, type OverviewWords } from './words-en.ts'
import { spanish } from './words-es.ts'
import { portuguese } from './words-pt.ts'

export const overviewWords: Words<OverviewWords> = { en: english, 'pt-BR': portuguese, es: spanish }
