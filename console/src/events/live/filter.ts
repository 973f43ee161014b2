import type { Heard } from './stream.ts'

export interface LiveFilter {
  /** '' for every type. */
  type: string
  /** Somewhere in the event's JSON, in upper or lower case. */
  text: string
}

/** Says which of the events are wanted; what it said of an event is kept for as long as the event is. */
export function makeFilter({ type, text }: LiveFilter): (heard: readonly Heard[]) => readonly Heard[] {
  const wanted = text.trim().toLowerCase()
  if (type === '' && wanted === '') return (heard) => heard
  const known = new WeakMap<Heard, boolean>()
  const judge = (one: Heard) =>
    (type === '' || one.type === type) && (wanted === '' || one.json.toLowerCase().includes(wanted))
  return (heard) =>
    heard.filter((one) => {
      const verdict = known.get(one) ?? judge(one)
      known.set(one, verdict)
      return verdict
    })
}
