import type { Words } from '../words/language.ts'
import { english, type SendWords } from './words-en.ts'
import { spanish } from './words-es.ts'
import { portuguese } from './words-pt.ts'

export const sendWords: Words<SendWords> = { en: english, 'pt-BR': portuguese, es: spanish }
