import type { WholeForm } from './told.ts'

export type StepName =
  | 'createdAt'
  | 'sentAt'
  | 'deliveredAt'
  | 'readAt'
  | 'answeredAt'
  | 'failedAt'
  | 'expiresAt'
  | 'expiredAt'

/** What is said of a step without a time. `implied`: nobody told of it, and what came later proves it. */
export type Unseen = 'notYet' | 'unseen' | 'implied' | 'never'

export type Step = { name: StepName } & ({ at: string } | { at: null; unseen: Unseen })

const ON_ITS_WAY = ['sentAt', 'deliveredAt', 'readAt'] as const

type Timed = Pick<WholeForm, 'state' | 'answerCount' | 'expiresAt' | StepOfForm>
type StepOfForm = Exclude<StepName, 'expiredAt'>

/** What happened to a form, and what of it was not seen, in the order of its way. Pure. */
export function timelineOf(form: Timed): Step[] {
  const { state } = form
  const steps: Step[] = [step('createdAt', form.createdAt, 'unseen')]
  const hasFailed = state === 'failed'
  for (const [index, name] of ON_ITS_WAY.entries()) {
    const laterOnes = [...ON_ITS_WAY.slice(index + 1).map((later) => form[later]), form.answeredAt]
    const isProved = laterOnes.some((at) => at !== null)
    if (form[name] === null && hasFailed && !isProved) continue
    const isBefore = state === 'queued' || state === 'sending'
    steps.push(step(name, form[name], isProved ? 'implied' : isBefore ? 'notYet' : 'unseen'))
  }
  if (hasFailed) steps.push(step('failedAt', form.failedAt, 'unseen'))
  const expiry =
    form.expiresAt === null ? [] : [step(state === 'expired' ? 'expiredAt' : 'expiresAt', form.expiresAt, 'unseen')]
  const isLate = form.answeredAt !== null && form.expiresAt !== null && form.answeredAt >= form.expiresAt
  if (state === 'expired' || isLate) steps.push(...expiry)
  if (form.answeredAt !== null || !hasFailed) {
    steps.push(step('answeredAt', form.answeredAt, state === 'expired' ? 'never' : 'notYet'))
  }
  if (state !== 'expired' && !isLate && !hasFailed && form.answeredAt === null) steps.push(...expiry)
  return steps
}

const step = (name: StepName, at: string | null, unseen: Unseen): Step =>
  at === null ? { name, at, unseen } : { name, at }
