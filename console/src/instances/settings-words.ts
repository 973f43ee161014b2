import type { Words } from '../words/language.ts'
import { english, type SettingsWords } from './settings-words-en.ts'
import { spanish } from './settings-words-es.ts'
import { portuguese } from './settings-words-pt.ts'

export const settingsWords: Words<SettingsWords> = { en: english, 'pt-BR': portuguese, es: spanish }
