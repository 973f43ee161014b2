import type { Words } from '../../words/language.ts'
import { english, type WebhookWords } from './words-en.ts'
import { spanish } from './words-es.ts'
import { portuguese } from './words-pt.ts'

export const webhookWords: Words<WebhookWords> = { en: english, 'pt-BR': portuguese, es: spanish }
