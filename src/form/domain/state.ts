import type { SendState } from '../../kernel/send-state.ts'

/** What of a form decides what an answer, or the passing of time, makes of it. Times are Unix milliseconds. */
export interface TimedForm {
  state: SendState
  /** Whether its first answer came after its time. */
  late: boolean
  expiresAt: number | null
}

/** What an answer makes of a form. */
export interface AfterAnswer {
  state: 'answered'
  /** Whether the answer that made the form `answered` was late; revisions leave it alone. */
  late: boolean
  /** Whether this very answer came after the form's time. */
  isAnswerLate: boolean
}

/**
 * An answer makes a form `answered`, whatever it was before: it proves that the form arrived, a `failed` one
 * too. It is late when the form was already told to be `expired`, or when it was written after `expiresAt`. The first
 * counts by itself because WhatsApp's times are whole seconds: nobody shall see `expired` and then a punctual answer.
 */
export function afterAnswer(form: TimedForm, writtenAt: number): AfterAnswer {
  const isAnswerLate = form.state === 'expired' || isPast(form, writtenAt)
  const isFirst = form.state !== 'answered'
  return { state: 'answered', late: isFirst ? isAnswerLate : form.late, isAnswerLate }
}

function isPast(form: TimedForm, at: number): boolean {
  return form.expiresAt !== null && at > form.expiresAt
}
