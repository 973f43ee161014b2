import { useState } from 'react'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { CopyButton } from './copy.tsx'
import { seenText } from './seen-text.ts'
import { inPieces, shorten } from './shorten.ts'
import { uiWords } from './words.ts'

const MOST_SHOWN = 600

/** A letter with hundreds of marks on it is one that no line can break: what sticks out is cut off. */
const HELD = 'foreign inline-block max-w-full overflow-clip align-bottom'

/** A browser lays out only those pieces that are looked at. */
const PIECE = 4_096

/** What somebody wrote; of a long text the beginning, and the rest when it is asked for. */
export function LongText({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false)
  if (text.length <= MOST_SHOWN) return <bdi className={HELD}>{text}</bdi>
  return (
    <span className="flex flex-col items-start gap-1">
      {isWhole ? (
        <span className="foreign max-h-96 w-full overflow-auto" {...scrolled}>
          <Pieces text={text} />
        </span>
      ) : (
        <bdi className={HELD}>{shorten(text, MOST_SHOWN)}…</bdi>
      )}
      <Toggle isWhole={isWhole} length={text.length} onToggle={() => setWhole(!isWhole)} />
    </span>
  )
}

/** What scrolls must be reached by the keyboard. */
const scrolled = { tabIndex: 0 } as const

const RAW_SHOWN = 2 * PIECE

/**
 * A raw text in a box that scrolls; of a long one the beginning first. What nobody sees in it is written out; what is
 * copied is the text as it came, or `copied`.
 */
export function RawText({ text, label, copied = text }: { text: string; label: string; copied?: string }) {
  const words = useWords(uiWords)
  const [isWhole, setWhole] = useState(false)
  const isLong = text.length > RAW_SHOWN
  const shown = isWhole ? text : shorten(text, RAW_SHOWN)
  const seen = seenText(shown)
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="text-sm font-medium">{label}</span>
        <CopyButton text={copied} what={label} />
      </div>
      <section
        aria-label={label}
        {...scrolled}
        className="max-h-96 overflow-auto rounded-lg border border-line bg-raised p-3 contain-content"
      >
        <pre dir="ltr" className="foreign font-mono text-xs">
          {isWhole && isLong ? <Pieces text={seen} /> : seen}
        </pre>
      </section>
      {isLong ? <Toggle isWhole={isWhole} length={text.length} onToggle={() => setWhole(!isWhole)} /> : null}
      {seen === shown ? null : <p className="text-xs text-quiet">{words.unseen}</p>}
    </div>
  )
}

function Pieces({ text }: { text: string }) {
  return inPieces(text, PIECE).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name, and do not move
    <span key={index} className="foreign block [content-visibility:auto] [contain-intrinsic-size:auto_12rem]">
      {piece}
    </span>
  ))
}

function Toggle({ isWhole, length, onToggle }: { isWhole: boolean; length: number; onToggle: () => void }) {
  const words = useWords(uiWords)
  const formats = useFormats()
  return (
    <button
      type="button"
      aria-expanded={isWhole}
      onClick={onToggle}
      className="min-h-6 text-sm font-medium text-accent underline"
    >
      {isWhole ? words.showLess : words.showAll(formats.number(length))}
    </button>
  )
}
