import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { beginningOf, seenText } from './seen-text.ts'
import { deliveryWords } from './words.ts'

/** As much as is shown before somebody asks for more. */
const FIRST = 16_384

/** Text of somebody else, however long and whatever is in it; what is copied is the text as it came. */
export function LongText({ label, text, copied = text }: { label: string; text: string; copied?: string }) {
  const { one: words } = useWords(deliveryWords)
  const { bytes } = useFormats()
  const [isWhole, setWhole] = useState(false)
  const isCut = !isWhole && text.length > FIRST
  const shown = isCut ? beginningOf(text, FIRST) : text
  const seen = seenText(shown)
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-sm font-medium">{label}</span>
        <CopyButton text={copied} what={label} />
      </div>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-lg border border-line bg-raised p-3 contain-content"
      >
        <pre dir="ltr" className="foreign font-mono text-xs">
          {seen}
        </pre>
      </section>
      {isCut ? (
        <div className="flex flex-wrap items-center gap-3">
          <p className="text-xs text-quiet">{words.cut(bytes(FIRST))}</p>
          <Button onClick={() => setWhole(true)}>{words.showAll(bytes(text.length))}</Button>
        </div>
      ) : null}
      {seen === shown ? null : <p className="text-xs text-quiet">{words.unseen}</p>}
    </div>
  )
}
