import type { Form } from './store.ts'
import type { Answer } from './store-answers.ts'

/** Told after the commit, once, what became of answers: by whoever counts. */
export interface AnswerCounts {
  /** An answer came in, with the form that it belongs to. What comes with a phone's past is not told. */
  arrived(answer: Answer, form: Form | null): void
  /** An answer that belonged to no form was given to one. */
  adopted(form: Form): void
}
