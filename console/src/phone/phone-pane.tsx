import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/language.ts'
import { isShownAtFirst, keepShown } from './shown.ts'
import { phoneWords } from './words.ts'

export interface Phone {
  /** Null where the gateway runs against no sandbox: then there is no phone to show. */
  url: string | null
  isShown: boolean
  /** Whether it was opened by hand just now: then the focus goes to it. */
  isCalled: boolean
  toggle(): void
}

export function usePhone(url: string | null): Phone {
  const [isShown, setShown] = useState(() => isShownAtFirst(localStorage, matchMedia(WIDE).matches))
  const [isCalled, setCalled] = useState(false)
  return {
    url,
    isShown: url !== null && isShown,
    isCalled,
    toggle() {
      keepShown(localStorage, !isShown)
      setShown(!isShown)
      setCalled(true)
    },
  }
}

/** From here on the phone stands beside the page. */
const WIDE = '(min-width: 64rem)'

const TOGGLE = 'phone-toggle'
const PANE = 'phone-pane'

export function PhoneToggle({ phone }: { phone: Phone }) {
  const words = useWords(phoneWords)
  if (phone.url === null) return null
  return (
    <Button
      id={TOGGLE}
      aria-expanded={phone.isShown}
      aria-controls={phone.isShown ? PANE : undefined}
      onClick={phone.toggle}
    >
      {phone.isShown ? words.hide : words.show}
    </Button>
  )
}

/**
 * The sandbox's phone beside the page, below it on small screens. Its frame has an origin of its own: it sees nothing
 * of this console, and is told nothing but its own address.
 */
export function PhonePane({ phone }: { phone: Phone }) {
  if (phone.url === null || !phone.isShown) return null
  return <Pane url={phone.url} isCalled={phone.isCalled} onShut={phone.toggle} />
}

function Pane({ url, isCalled, onShut }: { url: string; isCalled: boolean; onShut(): void }) {
  const words = useWords(phoneWords)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isCalled) return
    heading.current?.focus({ preventScroll: true })
    heading.current?.scrollIntoView({ block: 'nearest' })
  }, [isCalled])
  function shut() {
    onShut()
    document.getElementById(TOGGLE)?.focus()
  }
  return (
    <aside
      id={PANE}
      aria-labelledby="phone-heading"
      className="flex h-[min(56rem,100dvh)] w-full shrink-0 flex-col gap-2 border-t border-line bg-card p-3 lg:sticky lg:top-0 lg:w-[25rem] lg:border-t-0 lg:border-l"
    >
      <div className="flex items-start justify-between gap-2">
        <div>
          <h2 ref={heading} id="phone-heading" tabIndex={-1} className="text-base font-semibold">
            {words.phone}
          </h2>
          <p className="text-xs text-quiet">{words.about}</p>
        </div>
        <Button look="quiet" aria-label={words.hide} onClick={shut}>
          <span aria-hidden="true">×</span>
        </Button>
      </div>
      <iframe
        title={words.phone}
        src={url}
        sandbox="allow-scripts allow-forms"
        referrerPolicy="no-referrer"
        className="min-h-0 w-full grow rounded-2xl border border-line bg-card"
      />
    </aside>
  )
}
