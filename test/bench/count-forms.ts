import { changeOfMeasures, HOUR_MS, hourOf, type Measure } from '../../src/form/domain/measures.ts'
import type { Form } from '../../src/form/store.ts'
import type { FormCountTable } from '../../src/platform/db/schema.ts'

/** An answer comes at most so long after its form. */
const LONGEST_WAIT_MS = 6 * HOUR_MS

/** Counts forms that come in the order of their making, as the gateway does when it keeps them. */
export function createTallies() {
  const hours = new Map<number, Map<string, FormCountTable>>()

  function add(form: Form, at: number, measure: Measure): void {
    const hour = hourOf(at)
    const ofHour = hours.get(hour) ?? new Map<string, FormCountTable>()
    hours.set(hour, ofHour)
    const { instance_id, source, form_type } = form
    const form_name = form.form_name ?? ''
    const key = `${source} ${form_name} ${form_type} ${measure}`
    const row = ofHour.get(key)
    if (row) row.n += 1
    else ofHour.set(key, { instance_id, hour, source, form_type, form_name, measure, n: 1 })
  }

  return {
    count(form: Form): void {
      const measured = changeOfMeasures(null, {
        state: form.state,
        failureCode: form.failure_code,
        createdAt: form.created_at,
        sentAt: form.sent_at,
        deliveredAt: form.delivered_at,
        readAt: form.read_at,
        answeredAt: form.answered_at,
      })
      for (const measure of measured.keys()) add(form, form.created_at, measure)
      if (form.answered_at !== null) add(form, form.answered_at, 'answers')
    },
    /** Rows of the hours that are over when a form is made at `now`. */
    takeOver(now: number): FormCountTable[] {
      const over = [...hours.keys()].filter((hour) => hour < now - LONGEST_WAIT_MS)
      const rows = over.flatMap((hour) => [...(hours.get(hour)?.values() ?? [])])
      for (const hour of over) hours.delete(hour)
      return rows
    },
  }
}
