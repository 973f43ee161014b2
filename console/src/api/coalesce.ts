import { useEffect, useEffectEvent, useState } from 'react'

export interface Coalesced {
  /** Asks for a run: at once when none is under way, else one more after it, however often it is asked for. */
  ask(): void
  /** No run begins any more. */
  end(): void
}

/** `startTimer` calls back once, after the pause between two runs, and gives what stops that. */
export type StartTimer = (callBack: () => void) => () => void

/** Runs something whenever it is asked for, one run at a time and with a pause behind each. A failed one is a run. */
export function coalesce(run: () => Promise<unknown>, startTimer: StartTimer): Coalesced {
  let isBusy = false
  let isWanted = false
  let hasEnded = false
  let stopTimer = () => {}
  function begin(): void {
    isBusy = true
    isWanted = false
    const pause = () => {
      if (!hasEnded) stopTimer = startTimer(goOn)
    }
    run().then(pause, pause)
  }
  function goOn(): void {
    isBusy = false
    if (isWanted && !hasEnded) begin()
  }
  return {
    ask() {
      if (isBusy) isWanted = true
      else if (!hasEnded) begin()
    },
    end() {
      hasEnded = true
      stopTimer()
    },
  }
}

const PAUSE_MS = 1_000

/** Coalesces `run` for as long as the component is shown. `pauseMs`: between two runs. @returns asks for a run */
export function useCoalesced(run: () => Promise<unknown>, pauseMs = PAUSE_MS): () => void {
  const latest = useEffectEvent(run)
  const [coalesced, setCoalesced] = useState<Coalesced | null>(null)
  useEffect(() => {
    const made = coalesce(
      () => latest(),
      (callBack) => {
        const timer = setTimeout(callBack, pauseMs)
        return () => clearTimeout(timer)
      },
    )
    setCoalesced(made)
    return () => made.end()
  }, [pauseMs])
  return () => coalesced?.ask()
}
