import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { PageTitle } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { eventsWords } from './words.ts'

const SECTIONS = [
  ['/i/$instance/events', 'webhooks'],
  ['/i/$instance/events/deliveries', 'deliveries'],
  ['/i/$instance/events/live', 'live'],
] as const

interface FrameProps {
  instance: string
  title: string
  /** What the page is for, in a sentence. */
  intro?: string
  aside?: ReactNode
  children: ReactNode
}

/** What stands around every page of the events: the way to the others, its title, what it is for. */
export function EventsFrame({ instance, title, intro, aside, children }: FrameProps) {
  const words = useWords(eventsWords)
  return (
    <div className="flex flex-col gap-4">
      <nav aria-label={words.sections}>
        <ul className="flex flex-wrap gap-1">
          {SECTIONS.map(([to, name]) => (
            <li key={to}>
              <Link
                to={to}
                params={{ instance }}
                activeOptions={{ exact: name === 'webhooks', includeSearch: false }}
                activeProps={{ className: 'bg-accent-back text-text', 'aria-current': 'page' }}
                inactiveProps={{ className: 'text-quiet hover:bg-raised hover:text-text' }}
                className="block rounded-lg px-3 py-1.5 text-sm font-medium"
              >
                {words[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div>
        <PageTitle aside={aside}>{title}</PageTitle>
        {intro ? <p className="max-w-prose text-sm text-quiet">{intro}</p> : null}
      </div>
      {children}
    </div>
  )
}
