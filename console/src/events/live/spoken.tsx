import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { liveWords } from './words.ts'

/** Often enough to know that something happens, seldom enough to hear the rest of the page. */
const EVERY_MS = 10_000

/** Tells a screen reader how many events came, now and then: not one by one. */
export function Spoken({ heard }: { heard: number }) {
  const words = useWords(liveWords)
  const { number, plural } = useFormats()
  const [said, setSaid] = useState('')
  const told = useRef(0)
  const speak = useEffectEvent(() => {
    const count = heard - told.current
    told.current = heard
    if (count > 0) setSaid(words.spoken[plural(count) === 'one' ? 'one' : 'other'](number(count)))
    else setSaid('')
  })
  useEffect(() => {
    const timer = setInterval(() => speak(), EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
