import { first } from './0001-first.ts'
import { sends } from './0002-sends.ts'
import { answers } from './0003-answers.ts'
import { deliveries } from './0004-deliveries.ts'
import { lines } from './0005-lines.ts'
import { sessions } from './0006-sessions.ts'
import { pausesAndSums } from './0007-pauses-and-sums.ts'
import { since } from './0008-since.ts'
import type { Step } from './migration.ts'

/** Every step, by its name; names sort in the order of the steps. */
export const STEPS: Readonly<Record<string, Step>> = {
  '0001-first': first,
  '0002-sends': sends,
  '0003-answers': answers,
  '0004-deliveries': deliveries,
  '0005-lines': lines,
  '0006-sessions': sessions,
  '0007-pauses-and-sums': pausesAndSums,
  '0008-since': since,
}
