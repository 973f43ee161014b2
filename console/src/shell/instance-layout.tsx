import { Link, Outlet, useParams } from '@tanstack/react-router'
import { useWords } from '../words/language.ts'
import { type ShellWords, shellWords } from './words.ts'

const SECTIONS = [
  ['/i/$instance', 'number'],
  ['/i/$instance/send', 'send'],
  ['/i/$instance/answers', 'answers'],
  ['/i/$instance/overview', 'overview'],
  ['/i/$instance/events', 'events'],
  ['/i/$instance/settings', 'settings'],
] as const satisfies readonly (readonly [string, keyof ShellWords])[]

/** The sections of one instance, above whichever is open. */
export function InstanceLayout() {
  const { instance } = useParams({ from: '/in/i/$instance' })
  const words = useWords(shellWords)
  return (
    <div className="flex flex-col gap-4">
      <p className="foreign text-sm font-medium text-quiet">{instance}</p>
      <nav aria-label={words.sections} className="-mx-4 overflow-x-auto px-4">
        <ul className="flex gap-1 border-b border-line">
          {SECTIONS.map(([to, name]) => (
            <li key={to}>
              <Link
                to={to}
                params={{ instance }}
                activeOptions={{ exact: to === '/i/$instance' }}
                activeProps={{ className: 'border-accent text-text', 'aria-current': 'page' }}
                inactiveProps={{ className: 'border-transparent text-quiet hover:text-text' }}
                className="block border-b-2 px-3 py-2 text-sm font-medium whitespace-nowrap"
              >
                {words[name]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Outlet />
    </div>
  )
}
