import type { Answer } from './told.ts'
import { type Value, valuesOf } from './value.ts'

export type Change = 'same' | 'new' | 'changed' | 'gone'

/** A value of a submission, and what became of it since the one before. */
export interface Compared {
  value: Value
  change: Change
  /** What it was; null where it was not there, or is the same. */
  before: string | null
}

/**
 * A submission beside the one before it by the same person: everything that it says, then what it says no more. The
 * first one of a person, and one that follows an erased one, are compared with nothing. Pure.
 */
export function compare(answer: Answer, before: Answer | null): Compared[] {
  const values = valuesOf(answer.answers)
  if (!before || before.answers === null) return values.map((value) => ({ value, change: 'same', before: null }))
  const earlier = new Map(valuesOf(before.answers).map((value) => [value.id, value]))
  const now = values.map((value): Compared => {
    const was = earlier.get(value.id)
    earlier.delete(value.id)
    if (!was) return { value, change: 'new', before: null }
    return was.text === value.text
      ? { value, change: 'same', before: null }
      : { value, change: 'changed', before: was.text }
  })
  return [...now, ...[...earlier.values()].map((value): Compared => ({ value, change: 'gone', before: value.text }))]
}

/** The submission before this one by the same person; `revisions`: the first one first. Pure. */
export function submissionBefore(answer: Answer, revisions: readonly Answer[]): Answer | null {
  const at = revisions.indexOf(answer)
  return revisions.slice(0, Math.max(at, 0)).findLast((one) => isSamePerson(one, answer)) ?? null
}

function isSamePerson({ from: one }: Answer, { from: other }: Answer): boolean {
  return (one.jid !== null && one.jid === other.jid) || (one.lid !== null && one.lid === other.lid)
}
