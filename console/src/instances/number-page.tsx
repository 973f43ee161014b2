import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { instanceQuery } from '../api/instance.ts'
import { type LiveEvent, useLive } from '../api/live.ts'
import { useSession } from '../session/session.ts'
import { Asked } from '../ui/asked.tsx'
import { useFocusHeir } from '../ui/focus-heir.ts'
import { PageTitle } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { type Attempt, begin, hear, leave, NO_ATTEMPT } from './attempt.ts'
import { ConnectionCard } from './connection-card.tsx'
import { DeleteCard } from './delete-card.tsx'
import { instancesQuery } from './instance-calls.ts'
import type { OwnInstance } from './instance-shapes.ts'
import { LinkCard } from './link-card.tsx'
import { standingOf } from './standing.ts'
import { StandingCard } from './standing-card.tsx'
import { TokenCard } from './token-card.tsx'
import { instancesWords } from './words.ts'

/** How often the state is asked for while no live news come. */
const EVERY_MS = 4_000

/** The number of an instance: how it stands, how to link it, and what ends it. */
export function NumberPage() {
  const { instance } = useParams({ from: '/in/i/$instance/' })
  // Everything of an attempt belongs to one instance.
  return <NumberOf key={instance} name={instance} />
}

function NumberOf({ name }: { name: string }) {
  const words = useWords(instancesWords)
  const queries = useQueryClient()
  const [attempt, setAttempt] = useState<Attempt>(NO_ATTEMPT)
  // The instance itself is read again by the frame around the page.
  const refresh = () => void queries.invalidateQueries({ queryKey: instancesQuery.queryKey })
  const live = useLive(name, onEvent, refresh)
  const query = useQuery({ ...instanceQuery(name), refetchInterval: live === 'open' ? false : EVERY_MS })
  function onEvent(event: LiveEvent) {
    if (event.event !== 'instance.state') return
    setAttempt((before) => hear(before, event))
    refresh()
  }
  return (
    <>
      <PageTitle>{words.numberTitle}</PageTitle>
      <Asked query={query}>
        {(instance) =>
          // Of one that there is not the frame around the page speaks.
          instance === null ? null : (
            <NumberParts
              instance={instance}
              attempt={attempt}
              onBegin={(number) => setAttempt((before) => begin(before, number))}
              onLeave={() => setAttempt(leave)}
              live={live}
            />
          )
        }
      </Asked>
    </>
  )
}

interface PartsProps {
  instance: OwnInstance
  attempt: Attempt
  onBegin(number: string | null): void
  onLeave(): void
  live: ReturnType<typeof useLive>
}

function NumberParts({ instance, attempt, onBegin, onLeave, live }: PartsProps) {
  const words = useWords(instancesWords)
  const isAccount = useSession()?.session.type === 'account'
  const [wasUnlinked, setWasUnlinked] = useState(false)
  const isLinked = instance.numberJid !== null
  if (!isLinked && !wasUnlinked) setWasUnlinked(true)
  const { next, situation } = standingOf(instance.connection)
  const heir = useFocusHeir<HTMLDivElement>(next !== 'link')
  return (
    <div ref={heir} tabIndex={-1} className="flex max-w-4xl flex-col gap-4">
      <StandingCard instance={instance} isJustLinked={wasUnlinked && instance.connection.state === 'connected'} />
      {live === 'away' ? <p className="text-sm text-quiet">{words.checkAgain}</p> : null}
      {next === 'link' ? (
        <LinkCard instance={instance} attempt={attempt} onBegin={onBegin} onLeave={onLeave} live={live} />
      ) : null}
      {isLinked && situation !== 'exported' ? <ConnectionCard instance={instance} /> : null}
      <TokenCard instance={instance} mayRotate={isAccount} />
      {isAccount ? <DeleteCard name={instance.name} /> : null}
    </div>
  )
}
