import { useParams } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useWords } from '../words/language.ts'
import { EventsFrame } from './events-frame.tsx'
import { type LiveFilter, makeFilter } from './live/filter.ts'
import { LiveBar } from './live/live-bar.tsx'
import { LiveList } from './live/live-list.tsx'
import { Spoken } from './live/spoken.tsx'
import { useStream } from './live/use-stream.ts'
import { liveWords } from './live/words.ts'
import { eventsWords } from './words.ts'

/** The instance's events as they happen. */
export function LivePage() {
  const { instance } = useParams({ from: '/in/i/$instance/events/live' })
  return <Live key={instance} instance={instance} />
}

function Live({ instance }: { instance: string }) {
  const words = useWords(liveWords)
  const { live: title } = useWords(eventsWords)
  const { stream, step, line } = useStream(instance)
  const [filter, setFilter] = useState<LiveFilter>({ type: '', text: '' })
  const wanted = useMemo(() => makeFilter(filter), [filter])
  const shown = useMemo(() => wanted(stream.shown), [wanted, stream.shown])
  return (
    <EventsFrame instance={instance} title={title} intro={words.intro}>
      <LiveBar stream={stream} line={line} shown={shown.length} filter={filter} onFilter={setFilter} onStep={step} />
      <LiveList instance={instance} shown={shown} isEmpty={stream.shown.length === 0} />
      <Spoken heard={stream.heard} />
    </EventsFrame>
  )
}
