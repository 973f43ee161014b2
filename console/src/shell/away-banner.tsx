import { useEffect, useState } from 'react'
import { isGatewayAway, onReach, useIsAway } from '../api/reach.ts'
import { useWords } from '../words/language.ts'
import { shellWords } from './words.ts'

const SHOWN_MS = 6_000

/** Says that the gateway is away for as long as it is, and for a moment that it is back. */
export function AwayBanner() {
  const words = useWords(shellWords)
  const isAway = useIsAway()
  const isBack = useIsJustBack()
  return (
    <div role="status" aria-live="polite" className="sticky top-0 z-10 text-center text-sm font-medium">
      {isAway ? <p className="bg-warn-back px-4 py-2 text-warn">{words.away}</p> : null}
      {isBack && !isAway ? <p className="bg-good-back px-4 py-2 text-good">{words.back}</p> : null}
    </div>
  )
}

function useIsJustBack(): boolean {
  const [isBack, setBack] = useState(false)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = onReach(() => {
      clearTimeout(timer)
      setBack(!isGatewayAway())
      timer = setTimeout(() => setBack(false), SHOWN_MS)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [])
  return isBack
}
