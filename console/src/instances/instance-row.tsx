import { Link } from '@tanstack/react-router'
import { Badge } from '../ui/notice.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Instance } from './instance-shapes.ts'
import { formatNumber } from './phone-number.ts'
import { Since } from './since.tsx'
import { useStandingText } from './standing-text.ts'
import { standingWords } from './standing-words.ts'
import { instancesWords } from './words.ts'

/** One instance of the list; the whole row leads to it. */
export function InstanceRow({ instance, now }: { instance: Instance; now: number }) {
  const words = useWords(instancesWords)
  const standings = useWords(standingWords)
  const formats = useFormats()
  const { name, numberJid, profile, connection } = instance
  const { badge, tone, what, helps, until, situation } = useStandingText(connection)
  return (
    <li className="relative grid grid-cols-1 gap-x-6 gap-y-1 p-4 first:rounded-t-xl last:rounded-b-xl hover:bg-raised md:grid-cols-[minmax(0,2fr)_minmax(0,4fr)_auto]">
      <div className="min-w-0">
        <h2 className="text-base font-semibold">
          <Link
            to="/i/$instance"
            params={{ instance: name }}
            className="foreign after:absolute after:inset-0 hover:underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
          >
            {name}
          </Link>
        </h2>
        {numberJid === null ? null : (
          <p className="foreign text-sm" dir="ltr">
            {formatNumber(numberJid)}
          </p>
        )}
        {profile.name === null ? null : <p className="foreign line-clamp-2 text-sm text-quiet">{profile.name}</p>}
      </div>
      <div className="min-w-0 text-sm">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Badge tone={tone}>{badge}</Badge>
          <span>{situation === 'unlinked' ? helps : what}</span>
        </p>
        {situation === 'unlinked' || situation === 'connected' ? null : <p className="mt-1 text-quiet">{helps}</p>}
        {until === null ? null : <p className="mt-1">{until}</p>}
        {connection.restrictedUntil === null ? null : (
          <p className="mt-1 text-warn">{standings.restricted(formats.moment(connection.restrictedUntil))}</p>
        )}
      </div>
      {connection.since === null ? null : (
        <p className="text-xs text-quiet md:max-w-44 md:text-right">
          <Since at={connection.since} now={now} say={words.since} />
        </p>
      )}
    </li>
  )
}
