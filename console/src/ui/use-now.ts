import { useEffect, useState } from 'react'

/** The time in Unix milliseconds, told again every so often, for what says "3 minutes ago". */
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
