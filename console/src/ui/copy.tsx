import { useState } from 'react'
import { useWords } from '../words/language.ts'
import { Button } from './button.tsx'
import { uiWords } from './words.ts'

/** Copies `text`; says that it did, to the eye and to a screen reader. `what` names it for who cannot see it. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const words = useWords(uiWords)
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'refused'>('idle')
  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setOutcome('copied')
    } catch {
      setOutcome('refused')
    }
  }
  return (
    <span className="inline-flex items-center gap-2">
      <Button onClick={copy} onBlur={() => setOutcome('idle')}>
        {words.copy}
        <span className="sr-only"> {what}</span>
      </Button>
      <span role="status" className="text-xs text-quiet">
        {outcome === 'copied' ? words.copied : outcome === 'refused' ? words.notCopied : ''}
      </span>
    </span>
  )
}

/** Code or raw text that can be copied; a region that a keyboard can scroll. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between gap-2">
        <span className="text-sm font-medium">{label}</span>
        <CopyButton text={code} what={label} />
      </div>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        className="max-h-96 overflow-auto rounded-lg border border-line bg-raised p-3"
      >
        <pre dir="ltr" className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">
          {code}
        </pre>
      </section>
    </div>
  )
}
