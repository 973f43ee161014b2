import type { Words } from '../words/language.ts'
import { type AnswersWords, english } from './words-en.ts'
import { spanish } from './words-es.ts'
import { portuguese } from './words-pt.ts'

export const answersWords: Words<AnswersWords> = { en: english, 'pt-BR': portuguese, es: spanish }
