import type { LiveEvent } from '../../api/live.ts'
import { type Gist, gistOf } from './gist.ts'

/** An event as the page keeps it. */
export interface Heard {
  id: string
  type: string
  at: string
  gist: Gist
  /** The whole event as JSON. */
  json: string
}

/** What the page shows of the stream, the newest first. */
export interface Stream {
  shown: readonly Heard[]
  /** What came while it was paused; null: it runs. */
  held: readonly Heard[] | null
  /** How many came while it was paused, those that are kept no more among them. */
  heldCount: number
  /** How many came since the page was opened. */
  heard: number
  /** Whether something was missed for good. */
  hasGap: boolean
}

export const MOST_KEPT = 500
/** Of large events fewer are kept: in characters of JSON. */
export const MOST_CHARACTERS = 8_000_000

export const QUIET: Stream = { shown: [], held: null, heldCount: 0, heard: 0, hasGap: false }

export type StreamStep =
  /** `came`: the oldest first. `lost`: how many more came, and were not kept. */
  | { type: 'came'; came: readonly Heard[]; lost: number }
  | { type: 'pause' }
  | { type: 'go-on' }
  | { type: 'clear' }
  | { type: 'gap' }

/** Pure. */
export function nextStream(stream: Stream, step: StreamStep): Stream {
  switch (step.type) {
    case 'came': {
      const count = step.came.length + step.lost
      const heard = stream.heard + count
      if (stream.held === null) return { ...stream, heard, shown: onTop(step.came, stream.shown) }
      return { ...stream, heard, held: onTop(step.came, stream.held), heldCount: stream.heldCount + count }
    }
    case 'pause':
      return stream.held === null ? { ...stream, held: [] } : stream
    case 'go-on':
      return { ...stream, shown: bounded([...(stream.held ?? []), ...stream.shown]), held: null, heldCount: 0 }
    case 'clear':
      return { ...stream, shown: [], held: stream.held && [], heldCount: 0, hasGap: false }
    case 'gap':
      return { ...stream, hasGap: true }
  }
}

export function hear(event: LiveEvent): Heard {
  const { id, event: type, timestamp: at } = event
  return { id, type, at, gist: gistOf(event), json: JSON.stringify(event) }
}

/** What came and is not shown yet, the oldest first. */
export interface Waiting {
  came: readonly Heard[]
  /** Of their JSON. */
  characters: number
  /** How many more came, and were not kept. */
  lost: number
}

export const NONE_WAITING: Waiting = { came: [], characters: 0, lost: 0 }

/** One more: at most twice what is shown is kept, and of that the newest. Pure. */
export function letWait(waiting: Waiting, heard: Heard): Waiting {
  const came = [...waiting.came, heard]
  const characters = waiting.characters + heard.json.length
  if (came.length <= 2 * MOST_KEPT && characters <= 2 * MOST_CHARACTERS) return { ...waiting, came, characters }
  const kept = bounded(came.toReversed()).toReversed()
  return {
    came: kept,
    characters: kept.reduce((sum, { json }) => sum + json.length, 0),
    lost: waiting.lost + came.length - kept.length,
  }
}

function onTop(came: readonly Heard[], before: readonly Heard[]): readonly Heard[] {
  return came.length === 0 ? before : bounded([...came.toReversed(), ...before])
}

/** The newest, as many as may be kept; one is kept however large it is. */
function bounded(newestFirst: readonly Heard[]): readonly Heard[] {
  let characters = 0
  const end = newestFirst.findIndex(({ json }, place) => {
    characters += json.length
    return place >= MOST_KEPT || (place > 0 && characters > MOST_CHARACTERS)
  })
  return end === -1 ? newestFirst : newestFirst.slice(0, end)
}
