import type { Words } from './language.ts'
import { english, type ProblemWords } from './problems-en.ts'
import { spanish } from './problems-es.ts'
import { portuguese } from './problems-pt.ts'

/** What goes wrong, in words. */
export const problemWords: Words<ProblemWords> = { en: english, 'pt-BR': portuguese, es: spanish }
