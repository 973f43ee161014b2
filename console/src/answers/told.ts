import type { paths } from '../api/schema.d.ts'

type Told<Path extends 'list' | 'get' | 'unmatched'> =
  paths[`/api/form/${Path}/{instance}`]['get']['responses'][200]['content']['application/json']

/** A form as a list tells it. */
export type Form = Told<'list'>['forms'][number]

/** A form with its submissions. */
export type WholeForm = Told<'get'>['form']

/** One submission. */
export type Answer = NonNullable<WholeForm['revisions']>[number]

/** What was filled in; nothing in it is there for certain, and all of it was written by somebody else. */
export type Reading = NonNullable<Answer['answers']>

export type FormState = Form['state']

export type Unmatched = Told<'unmatched'>['answers'][number]

type Deliveries = paths['/api/events/deliveries/{instance}']['get']['responses'][200]['content']['application/json']

export type Delivery = Deliveries['deliveries'][number]

export const FORM_STATES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'answered',
  'failed',
  'expired',
  'unknown',
] as const satisfies readonly FormState[]

/** Whether the latest answer of a form was erased: it was answered, and nothing of that is left. */
export function isErased(form: Pick<Form, 'answers' | 'answerCount'>): boolean {
  return form.answers === null && form.answerCount > 0
}
