import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { PhonePane, PhoneToggle, usePhone } from '../phone/phone-pane.tsx'
import { signOut, useSession } from '../session/session.ts'
import { Button, buttonLook } from '../ui/button.tsx'
import { mayLeave } from '../ui/leaving.ts'
import { Notice } from '../ui/notice.tsx'
import { useWords } from '../words/language.ts'
import { AwayBanner } from './away-banner.tsx'
import { Preferences } from './preferences.tsx'
import { shellWords } from './words.ts'

/** What stands around every page behind the sign-in. */
export function Shell() {
  const words = useWords(shellWords)
  const session = useSession()
  const phone = usePhone(session?.sandboxPageUrl ?? null)
  const leaving = useLeaving()
  return (
    <div className="flex min-h-dvh flex-col">
      {/* No link: what follows the # of the address is a page's. */}
      <button
        type="button"
        onClick={() => document.getElementById('content')?.focus()}
        className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2 focus:rounded-lg focus:bg-card focus:p-2"
      >
        {words.skip}
      </button>
      <header className="border-b border-line bg-card">
        <nav
          aria-label={words.menu}
          className="mx-auto flex w-full max-w-[100rem] flex-wrap items-center gap-x-1 gap-y-2 px-4 py-2 sm:gap-x-4"
        >
          <Link to="/" className="flex items-center gap-2 font-semibold">
            <img src="/icon.svg" alt="" className="size-7" /> Formwire
          </Link>
          <Link to="/" className={buttonLook('quiet')}>
            {words.instances}
          </Link>
          <span className="grow" />
          <Button look="quiet" isBusy={leaving.isBusy} onClick={leaving.leave}>
            {words.signOut}
          </Button>
          <span className="contents max-sm:block max-sm:w-full">
            <PhoneToggle phone={phone} />
          </span>
        </nav>
      </header>
      <AwayBanner />
      {leaving.hasFailed ? (
        <div className="mx-auto w-full max-w-[100rem] px-4 pt-4 sm:px-6">
          <Notice tone="wrong" title={words.stillSignedIn}>
            <p>{words.stillSignedInHelp}</p>
          </Notice>
        </div>
      ) : null}
      <div className="mx-auto flex w-full max-w-[100rem] grow flex-col lg:flex-row">
        <main id="content" tabIndex={-1} className="min-w-0 grow p-4 sm:p-6">
          <Outlet />
        </main>
        <PhonePane phone={phone} />
      </div>
      <footer className="border-t border-line px-4 py-3">
        <div className="mx-auto flex max-w-[100rem] flex-wrap items-center justify-between gap-3 text-sm text-quiet">
          <span className="foreign">
            {session
              ? `${words.signedInAs(session.session.instance ?? session.session.account)} · ${session.version}`
              : ''}
          </span>
          <a href="/docs" className="underline">
            {words.apiDocs}
          </a>
          <Preferences />
        </div>
      </footer>
    </div>
  )
}

/** Signs out, once the person has no more to save. Where it failed it is told, on the page where it was wanted. */
function useLeaving() {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const [state, setState] = useState<{ type: 'idle' | 'busy' } | { type: 'failed'; at: string }>({ type: 'idle' })
  async function leave() {
    if (!(await mayLeave())) return
    setState({ type: 'busy' })
    try {
      await signOut()
      await navigate({ to: '/sign-in', ignoreBlocker: true })
    } catch {
      setState({ type: 'failed', at: pathname })
    }
  }
  return { leave, isBusy: state.type === 'busy', hasFailed: state.type === 'failed' && state.at === pathname }
}
