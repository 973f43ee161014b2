import type { Words } from '../words/language.ts'
import { english, type ProgressWords } from './progress-words-en.ts'
import { spanish } from './progress-words-es.ts'
import { portuguese } from './progress-words-pt.ts'

export const progressWords: Words<ProgressWords> = { en: english, 'pt-BR': portuguese, es: spanish }
