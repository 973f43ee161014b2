import { useEffect, useReducer, useRef } from 'react'
import { type LiveEvent, type LiveState, useLive } from '../../api/live.ts'
import { hear, letWait, NONE_WAITING, nextStream, QUIET } from './stream.ts'

/**
 * The instance's events as they come, told to the page at most once a frame. A page that nobody looks at has no frames:
 * it keeps the newest, and counts the others.
 */
export function useStream(instance: string) {
  const [stream, step] = useReducer(nextStream, QUIET)
  const waiting = useRef(NONE_WAITING)
  const frame = useRef<number | null>(null)

  function flush() {
    frame.current = null
    const { came, lost } = waiting.current
    step({ type: 'came', came, lost })
    waiting.current = NONE_WAITING
  }

  function onEvent(event: LiveEvent) {
    waiting.current = letWait(waiting.current, hear(event))
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
