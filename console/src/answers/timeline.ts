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

type Timed = Pick<WholeForm, 'state' | 'late' | Exclude<StepName, 'expiredAt'>>

/** What happened to a form, and what of it was not seen, in the order of its way. Pure. */
export function timelineOf(form: Timed): Step[] {
  const { state } = form
  const hasFailed = state === 'failed'
  const hasExpired = state === 'expired' || form.late
  const expiry = (name: StepName): Step[] => (form.expiresAt === null ? [] : [{ name, at: form.expiresAt }])
  return [
    step('createdAt', form.createdAt, 'unseen'),
    ...onItsWay(form),
    ...(hasFailed ? [step('failedAt', form.failedAt, 'unseen')] : []),
    ...(hasExpired ? expiry('expiredAt') : []),
    ...(hasFailed ? [] : [step('answeredAt', form.answeredAt, hasExpired ? 'never' : 'notYet')]),
    ...(hasFailed || hasExpired || form.answeredAt !== null ? [] : expiry('expiresAt')),
  ]
}

function onItsWay(form: Timed): Step[] {
  const isBefore = form.state === 'queued' || form.state === 'sending'
  return ON_ITS_WAY.flatMap((name, index) => {
    const later = [...ON_ITS_WAY.slice(index + 1).map((one) => form[one]), form.answeredAt]
    const isProved = later.some((at) => at !== null)
    // What failed goes no further.
    if (form[name] === null && form.state === 'failed' && !isProved) return []
    return [step(name, form[name], isProved ? 'implied' : isBefore ? 'notYet' : 'unseen')]
  })
}

const step = (name: StepName, at: string | null, unseen: Unseen): Step =>
  at === null ? { name, at, unseen } : { name, at }
