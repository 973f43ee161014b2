import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useWords } from '../words/language.ts'
import { phoneWords } from './words.ts'

export interface Phone {
  /** Null where the gateway runs against no sandbox: then there is no phone to show. */
  url: string | null
  isShown: boolean
  toggle(): void
}

export function usePhone(url: string | null): Phone {
  const [isShown, setShown] = useState(false)
  return { url, isShown: url !== null && isShown, toggle: () => setShown((shown) => !shown) }
}

export function PhoneToggle({ phone }: { phone: Phone }) {
  const words = useWords(phoneWords)
  if (phone.url === null) return null
  return (
    <Button aria-expanded={phone.isShown} onClick={phone.toggle}>
      {phone.isShown ? words.hide : words.show}
    </Button>
  )
}

/** The sandbox's phone beside the page, in a frame that has no part in this console. */
export function PhonePane({ phone }: { phone: Phone }) {
  const words = useWords(phoneWords)
  if (phone.url === null || !phone.isShown) return null
  return (
    <aside aria-label={words.phone} className="border-line p-4 lg:w-[26rem] lg:border-l">
      <iframe
        title={words.phone}
        src={phone.url}
        sandbox="allow-scripts allow-forms"
        className="h-[44rem] w-full rounded-2xl border border-line bg-card"
      />
    </aside>
  )
}
