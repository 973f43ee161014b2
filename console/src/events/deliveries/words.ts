import type { Words } from '../../words/language.ts'
import { type DeliveryWords, english } from './words-en.ts'
import { spanish } from './words-es.ts'
import { portuguese } from './words-pt.ts'

export const deliveryWords: Words<DeliveryWords> = { en: english, 'pt-BR': portuguese, es: spanish }
