import { Link } from '@tanstack/react-router'
import { memo, useId, useState } from 'react'
import { buttonLook } from '../../ui/button.tsx'
import { RawText } from '../../ui/long-text.tsx'
import { Badge } from '../../ui/notice.tsx'
import { Empty } from '../../ui/page.tsx'
import { seenText } from '../../ui/seen-text.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { indentJson } from '../deliveries/indent-json.ts'
import { isEventType } from '../known-events.ts'
import { eventsWords } from '../words.ts'
import type { Heard } from './stream.ts'
import { liveWords } from './words.ts'

interface ListProps {
  instance: string
  shown: readonly Heard[]
  /** Nothing has come at all. */
  isEmpty: boolean
}

/** The events, the newest first. It is no live region: how many came is told apart from it. */
export function LiveList({ instance, shown, isEmpty }: ListProps) {
  const words = useWords(liveWords)
  if (shown.length === 0) {
    const toSend = (
      <Link to="/i/$instance/send" params={{ instance }} className={buttonLook('main')}>
        {words.toSend}
      </Link>
    )
    return (
      <div className="rounded-xl border border-line bg-card">
        {isEmpty ? (
          <Empty title={words.emptyTitle} action={toSend}>
            <p>{words.empty}</p>
          </Empty>
        ) : (
          <Empty title={words.noneTitle} />
        )}
      </div>
    )
  }
  return (
    <ol aria-label={words.list} className="divide-y divide-line rounded-xl border border-line bg-card">
      {shown.map((heard) => (
        <Row key={heard.id} heard={heard} />
      ))}
    </ol>
  )
}

const Row = memo(function Row({ heard }: { heard: Heard }) {
  const words = useWords(liveWords)
  const { types } = useWords(eventsWords)
  const { time } = useFormats()
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { type, at, gist, json } = heard
  return (
    <li className="[contain-intrinsic-size:auto_3rem] [content-visibility:auto]">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen((open) => !open)}
        className="flex w-full flex-wrap items-baseline gap-x-3 gap-y-1 px-3 py-2 text-left text-sm hover:bg-raised"
      >
        <time dateTime={at} className="font-mono text-xs text-quiet">
          {time(at)}
        </time>
        <Badge tone="plain">{isEventType(type) ? types[type].name : type}</Badge>
        <code className="foreign font-mono text-xs text-quiet">{type}</code>
        <span className="foreign line-clamp-2 min-w-0 basis-full sm:basis-auto">
          {[
            gist.kind && (words.kinds[gist.kind] ?? gist.kind),
            gist.direction && `${words[gist.direction]} ${gist.about ?? '?'}`,
            gist.direction ? null : gist.about,
            gist.text,
          ]
            .filter((part) => part !== null)
            .map(seenText)
            .join(' · ')}
        </span>
      </button>
      {isOpen ? (
        <div id={id} className="px-3 pb-3">
          <RawText label={words.json(heard.id)} text={indentJson(json) ?? json} copied={json} />
        </div>
      ) : null}
    </li>
  )
})
