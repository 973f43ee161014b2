import type { LiveEvent } from '../api/live.ts'
import type { Form } from './told.ts'

/** What an event tells of a form. */
export interface FormNews {
  what: 'sent' | 'answered' | 'status'
  form: Form
  /** Whether the event holds what was filled in: an instance may keep that out of its events. */
  hasAnswers: boolean
}

const WHATS: Record<string, FormNews['what']> = {
  'form.sent': 'sent',
  'form.answered': 'answered',
  'form.status': 'status',
  'form.expired': 'status',
}

/** Reads an event about a form; null: it is about something else. Pure. */
export function newsOf({ event, data }: LiveEvent): FormNews | null {
  const what = WHATS[event]
  const form = data['form']
  if (what === undefined || typeof form !== 'object' || form === null || !('id' in form)) return null
  return { what, form: form as Form, hasAnswers: what === 'answered' && 'answers' in form }
}

/** The forms with what is new of one of them, each in its place. Pure. */
export function withNews(forms: readonly Form[], { form, hasAnswers }: FormNews): Form[] {
  return forms.map((one) =>
    one.id === form.id ? { ...one, ...form, answers: hasAnswers ? form.answers : one.answers } : one,
  )
}
