import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { buttonLook } from '../ui/button.tsx'
import { Badge, Notice } from '../ui/notice.tsx'
import { Facts } from '../ui/page.tsx'
import { useNow } from '../ui/use-now.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Instance } from './instance-shapes.ts'
import { formatNumber } from './phone-number.ts'
import { Since } from './since.tsx'
import { useStandingText } from './standing-text.ts'
import { standingWords } from './standing-words.ts'
import { instancesWords } from './words.ts'

/** How the number stands, in one sentence that is spoken when it changes. */
export function StandingCard({ instance, isJustLinked }: { instance: Instance; isJustLinked: boolean }) {
  const words = useWords(instancesWords)
  const standings = useWords(standingWords)
  const formats = useFormats()
  const now = useNow(30_000)
  const { name, numberJid, profile, connection, createdAt } = instance
  const { what, helps, badge, tone, until, isUnknown } = useStandingText(connection)
  const facts: [string, ReactNode][] = [
    ...(numberJid === null
      ? []
      : [[words.number, <bdi key="number">{formatNumber(numberJid)}</bdi>] as [string, ReactNode]]),
    ...(profile.name === null ? [] : [[words.profile, profile.name] as [string, ReactNode]]),
    ...(connection.since === null
      ? []
      : [
          [words.stateSince, <Since key="since" at={connection.since} now={now} say={(moment) => moment} />] as [
            string,
            ReactNode,
          ],
        ]),
    [words.made, formats.moment(createdAt)],
    ...(connection.reason === null
      ? []
      : [[words.reasonCode, <code key="reason">{connection.reason}</code>] as [string, ReactNode]]),
  ]
  return (
    <section className="flex flex-col gap-3 rounded-xl border border-line bg-card p-4 sm:p-5">
      <div role="status" className="flex flex-col gap-1">
        <p>
          <Badge tone={tone}>{badge}</Badge>
          {profile.isBusiness ? (
            <span className="ml-2">
              <Badge tone="plain">{words.business}</Badge>
            </span>
          ) : null}
        </p>
        <p className="text-xl font-semibold text-balance">{what}</p>
        <p className="max-w-prose text-sm">{helps}</p>
        {until === null ? null : <p className="text-sm font-medium">{until}</p>}
        {isUnknown ? (
          <p className="text-sm">
            {words.laterReason}{' '}
            <span lang="en" className="foreign">
              {connection.displayStatus}
            </span>
          </p>
        ) : null}
      </div>
      {isJustLinked && numberJid !== null ? <JustLinked name={name} number={formatNumber(numberJid)} /> : null}
      {connection.restrictedUntil === null ? null : (
        <Notice tone="warn" title={standings.restricted(formats.moment(connection.restrictedUntil))}>
          <p>{standings.restrictedHelps}</p>
        </Notice>
      )}
      <Facts facts={facts} />
    </section>
  )
}

/** Takes the focus: what held it, the code or its buttons, has just gone. */
function JustLinked({ name, number }: { name: string; number: string }) {
  const words = useWords(instancesWords)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1} className="flex flex-col items-start gap-3">
      <Notice tone="good" title={words.linkedNow(number)}>
        <p>{words.linkedNowHelps}</p>
      </Notice>
      <Link to="/i/$instance/send" params={{ instance: name }} className={buttonLook('main')}>
        {words.sendForm}
      </Link>
    </div>
  )
}
