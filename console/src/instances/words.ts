import type { Words } from '../words/language.ts'
import { english, type InstancesWords } from './words-en.ts'
import { spanish } from './words-es.ts'
import { portuguese } from './words-pt.ts'

export type { InstancesWords }

export const instancesWords: Words<InstancesWords> = { en: english, 'pt-BR': portuguese, es: spanish }
