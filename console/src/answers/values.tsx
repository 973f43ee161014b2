import type { ReactNode } from 'react'
import { LongText } from '../ui/long-text.tsx'
import { Badge, type Tone } from '../ui/notice.tsx'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import type { Change, Compared } from './differences.ts'
import { InvalidMark, ValidMark } from './marks.tsx'
import { readingWords, useLabel } from './reading-words.ts'
import type { Reading } from './told.ts'
import { type Value, valuesOf } from './value.ts'

/** What was filled in, under the names of the reader's language. */
export function Values({ reading }: { reading: Reading }) {
  return <ComparedValues compared={valuesOf(reading).map((value) => ({ value, change: 'same', before: null }))} />
}

/** The same, with what became of each value since the submission before. */
export function ComparedValues({ compared }: { compared: readonly Compared[] }) {
  const reading = useWords(readingWords)
  const label = useLabel()
  if (compared.length === 0) return <p className="text-sm text-quiet">{reading.nothing}</p>
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-2.5 text-sm sm:grid-cols-[minmax(8rem,max-content)_1fr]">
      {compared.map(({ value, change, before }) => (
        <div key={value.id} className="contents">
          <dt className="max-w-prose text-quiet sm:max-w-60">
            <LongText text={label(value.label)} />
          </dt>
          <dd className="mb-1 flex min-w-0 flex-col gap-1 sm:mb-0">
            <Row change={change} isGone={change === 'gone'} value={value} />
            {change === 'changed' && before !== null ? <Before text={before} /> : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const CHANGES: Record<Change, Tone> = { same: 'note', new: 'good', changed: 'note', gone: 'warn' }

function Row({ value, change, isGone }: { value: Value; change: Change; isGone: boolean }) {
  const words = useWords(answerWords)
  return (
    <>
      <span className="flex flex-wrap items-start gap-x-3 gap-y-1">
        {isGone ? (
          <del className="min-w-0">
            <LongText text={value.text} />
          </del>
        ) : (
          <span className="min-w-0">
            <LongText text={value.text} />
          </span>
        )}
        {value.mark === 'valid' ? <ValidMark /> : value.mark === 'invalid' ? <InvalidMark /> : null}
        {change === 'same' ? null : <Badge tone={CHANGES[change]}>{words.changes[change]}</Badge>}
      </span>
      {value.mark === 'invalid' ? <Why value={value} /> : null}
      {value.beside === null ? null : (
        <Aside>
          {value.id === 'phoneNumber' ? words.typedAt : words.submittedAs}: <LongText text={value.beside} />
        </Aside>
      )}
    </>
  )
}

function Why({ value }: { value: Value }) {
  const { whyInvalid } = useWords(readingWords)
  const why = (whyInvalid as Record<string, string>)[value.id]
  return why === undefined ? null : <span className="text-xs text-wrong">{why}</span>
}

function Before({ text }: { text: string }) {
  const words = useWords(answerWords)
  return (
    <Aside>
      {words.was('')}
      <LongText text={text} />
    </Aside>
  )
}

function Aside({ children }: { children: ReactNode }) {
  return <span className="text-xs text-quiet">{children}</span>
}
