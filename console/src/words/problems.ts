import type { ProblemWords } from './known-problem.ts'
import type { Words } from './language.ts'
import { english } from './problems-en.ts'
import { spanish } from './problems-es.ts'
import { portuguese } from './problems-pt.ts'

/** What goes wrong, in words. */
export const problemWords: Words<ProblemWords> = { en: english, 'pt-BR': portuguese, es: spanish }
