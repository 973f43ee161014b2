import { Link, Outlet, useLocation, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useInstance } from '../api/instance.ts'
import { Problem } from '../api/problem.ts'
import { useWords } from '../words/language.ts'
import { NoInstancePage } from './fallbacks.tsx'
import { StateBadge } from './instance-state.tsx'
import { type ShellWords, shellWords } from './words.ts'

const SECTIONS = [
  ['/i/$instance', 'number'],
  ['/i/$instance/send', 'send'],
  ['/i/$instance/answers', 'answers'],
  ['/i/$instance/overview', 'overview'],
  ['/i/$instance/events', 'events'],
  ['/i/$instance/settings', 'settings'],
] as const satisfies readonly (readonly [string, keyof ShellWords])[]

/** Where one is, how the instance stands, and its sections, above whichever is open. */
export function InstanceLayout() {
  const { instance } = useParams({ from: '/in/i/$instance' })
  const words = useWords(shellWords)
  const { data, error } = useInstance(instance)
  if (data === null || (error instanceof Problem && (error.http === 404 || error.http === 403))) {
    return <NoInstancePage name={instance} />
  }
  return (
    <div className="flex flex-col gap-3">
      <nav aria-label={words.place} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <ol className="flex min-w-0 flex-wrap items-center gap-x-2">
          <li>
            <Link to="/" className="inline-block py-0.5 text-quiet underline-offset-2 hover:underline">
              {words.instances}
            </Link>
          </li>
          <li className="flex min-w-0 items-center gap-2">
            <span aria-hidden="true" className="text-quiet">
              /
            </span>
            <Link
              to="/i/$instance"
              params={{ instance }}
              className="foreign inline-block py-0.5 font-semibold hover:underline"
            >
              {instance}
            </Link>
          </li>
        </ol>
        <StateBadge state={data?.connection.state} />
      </nav>
      <Sections instance={instance} />
      <Outlet />
    </div>
  )
}

function Sections({ instance }: { instance: string }) {
  const words = useWords(shellWords)
  const list = useRef<HTMLUListElement>(null)
  const { pathname } = useLocation()
  // On a narrow screen the open section may stand outside of what is seen of the row.
  useEffect(() => {
    if (pathname) list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  return (
    <nav aria-label={words.sections} className="-mx-4 mb-2 overflow-x-auto px-4 sm:-mx-6 sm:px-6">
      <ul ref={list} className="flex min-w-max gap-1 border-b border-line">
        {SECTIONS.map(([to, name]) => (
          <li key={to}>
            <Link
              to={to}
              params={{ instance }}
              activeOptions={{ exact: to === '/i/$instance', includeSearch: false }}
              activeProps={{ className: 'border-accent text-text', 'aria-current': 'page' }}
              inactiveProps={{ className: 'border-transparent text-quiet hover:text-text' }}
              className="-outline-offset-2 block border-b-2 px-3 py-2 text-sm font-medium whitespace-nowrap"
            >
              {words[name]}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
