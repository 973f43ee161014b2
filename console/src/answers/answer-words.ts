import type { Words } from '../words/language.ts'
import { type AnswerWords, english } from './answer-words-en.ts'
import { spanish } from './answer-words-es.ts'
import { portuguese } from './answer-words-pt.ts'

export const answerWords: Words<AnswerWords> = { en: english, 'pt-BR': portuguese, es: spanish }
