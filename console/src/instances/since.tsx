import { useFormats } from '../words/formats.ts'

interface SinceProps {
  /** ISO 8601. */
  at: string
  /** Unix milliseconds; of a gateway whose clock is ahead it counts as now. */
  now: number
  /** What is said with the moment. */
  say(moment: string): string
}

/** A moment, and how long ago it was. */
export function Since({ at, now, say }: SinceProps) {
  const formats = useFormats()
  return (
    <time dateTime={at}>
      {say(formats.moment(at))}{' '}
      <span className="whitespace-nowrap">({formats.ago(at, Math.max(now, Date.parse(at)))})</span>
    </time>
  )
}
