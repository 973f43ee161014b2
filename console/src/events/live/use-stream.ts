import { useEffect, useReducer, useRef } from 'react'
import { type LiveEvent, type LiveState, useLive } from '../../api/live.ts'
import { type Heard, hear, MOST_KEPT, nextStream, QUIET } from './stream.ts'

/**
 * The instance's events as they come, told to the page at most once a frame. A page that nobody looks at has no frames:
 * it keeps the newest, and counts the others.
 */
export function useStream(instance: string) {
  const [stream, step] = useReducer(nextStream, QUIET)
  const came = useRef<Heard[]>([])
  const lost = useRef(0)
  const frame = useRef<number | null>(null)

  function flush() {
    frame.current = null
    step({ type: 'came', came: came.current, lost: lost.current })
    came.current = []
    lost.current = 0
  }

  function onEvent(event: LiveEvent) {
    came.current.push(hear(event))
    if (came.current.length > 2 * MOST_KEPT) lost.current += came.current.splice(0, MOST_KEPT).length
    frame.current ??= requestAnimationFrame(flush)
  }

  useEffect(
    () => () => {
      if (frame.current !== null) cancelAnimationFrame(frame.current)
      frame.current = null
    },
    [],
  )
  // Before the line opened for the first time there was no stream to miss anything of.
  const line: LiveState = useLive(instance, onEvent, () => {
    if (line !== 'connecting') step({ type: 'gap' })
  })
  return { stream, step, line }
}
