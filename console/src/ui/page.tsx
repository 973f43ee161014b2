import { useLocation } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'

/** The page's heading: names the tab, and takes the focus so that a screen reader begins here. */
export function PageTitle({ children, aside }: { children: string; aside?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    document.title = `${children} · Formwire`
  }, [children])
  // Not when only its words change: whoever chooses another language stays where they are.
  useEffect(() => {
    if (pathname) heading.current?.focus({ preventScroll: true })
  }, [pathname])
  return (
    <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
      <h1 ref={heading} tabIndex={-1} className="foreign text-xl font-semibold">
        {children}
      </h1>
      {aside}
    </div>
  )
}

/** A part of a page with a heading of its own. */
export function Card({ title, aside, children }: { title?: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section className="rounded-xl border border-line bg-card p-4 sm:p-5">
      {title === undefined ? null : (
        <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
          <h2 className="text-base font-semibold">{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}

/** Nothing is here yet: what that means, and what to do next. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-10 text-center">
      <p className="font-medium">{title}</p>
      {children ? <div className="max-w-prose text-sm text-quiet">{children}</div> : null}
      {action ? <div className="mt-2">{action}</div> : null}
    </div>
  )
}

/** What something is called and what it is: rows of a description list. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-2 text-sm sm:grid-cols-[max-content_1fr]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-quiet">{name}</dt>
          <dd className="foreign min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
