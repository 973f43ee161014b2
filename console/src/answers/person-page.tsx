import { Link, useParams } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { Asked } from '../ui/asked.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { RawText } from '../ui/long-text.tsx'
import { Notice } from '../ui/notice.tsx'
import { Card, Empty, Facts, PageTitle } from '../ui/page.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { answerWords } from './answer-words.ts'
import { ErasePersonDialog } from './erase-person-dialog.tsx'
import { usePersonAsked } from './person-asked.ts'
import { save } from './use-export.ts'
import { type Erased, type Everything, isAnybody, useErasePerson, usePerson } from './use-person.ts'

/** Everything of one person: to show it to them, or to erase it. */
export function PersonPage() {
  const { instance } = useParams({ from: '/in/i/$instance/answers/person' })
  const words = useWords(answerWords)
  const [asked, askFor] = usePersonAsked(instance)
  const [typed, setTyped] = useState(asked)
  const query = usePerson(instance, asked)
  const [erased, setErased] = useState<Erased | null>(null)
  function look(): void {
    setErased(null)
    const person = typed.trim()
    if (person !== '' && person === asked) void query.refetch()
    else askFor(person)
  }
  return (
    <div>
      <Link to="/i/$instance/answers" params={{ instance }} className="mb-2 inline-block text-sm text-accent underline">
        {words.back}
      </Link>
      <PageTitle>{words.personTitle}</PageTitle>
      <div className="flex max-w-3xl flex-col gap-4">
        <p className="text-sm text-quiet">{words.personLead}</p>
        <form
          className="flex flex-wrap items-start gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            look()
          }}
        >
          <TextField
            className="min-w-0 grow basis-64"
            label={words.personNumber}
            hint={words.personNumberHint}
            maxLength={100}
            required
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
          />
          <Button type="submit" look="main" className="sm:mt-6" isBusy={query.isFetching}>
            {words.look}
          </Button>
        </form>
        {erased === null ? null : <ErasedNotice erased={erased} />}
        {asked === '' || erased !== null ? null : (
          <Asked query={query}>
            {(everything) => (
              <Found
                key={asked}
                instance={instance}
                asked={asked}
                everything={everything}
                onErased={(counts) => {
                  setErased(counts)
                  setTyped('')
                  askFor('')
                }}
              />
            )}
          </Asked>
        )}
      </div>
    </div>
  )
}

interface FoundProps {
  instance: string
  asked: string
  everything: Everything
  onErased: (erased: Erased) => void
}

function Found({ instance, asked, everything, onErased }: FoundProps) {
  const words = useWords(answerWords)
  const formats = useFormats()
  const [isErasing, setErasing] = useState(false)
  const [isShown, setShown] = useState(false)
  const erase = useErasePerson(instance, asked, onErased)
  if (!isAnybody(everything)) return <Empty title={words.nobody}>{words.nobodyHelp}</Empty>
  const { person, forms, answers, messages } = everything
  const known = [...(person.number === null ? [] : [person.number]), ...person.jids, ...person.lids]
  return (
    <Card title={words.found}>
      <Facts
        facts={[
          [words.numbers, known.join(', ') || '—'],
          [words.forms, formats.number(forms.length)],
          [words.answers, formats.number(answers.length)],
          [words.messages, formats.number(messages.length)],
        ]}
      />
      <div className="my-4 flex flex-wrap gap-2">
        <Button onClick={() => download(everything)}>{words.download}</Button>
        <Button aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {words.showJson}
        </Button>
        <Button look="danger" onClick={() => setErasing(true)}>
          {words.erasePerson}
        </Button>
      </div>
      {isShown ? <RawText text={JSON.stringify(everything, null, 2)} label="JSON" /> : null}
      <ErasePersonDialog
        asked={asked}
        isOpen={isErasing}
        isBusy={erase.isPending}
        error={erase.error}
        onClose={() => {
          erase.reset()
          setErasing(false)
        }}
        onErase={() => erase.mutate()}
      />
    </Card>
  )
}

/** Takes the focus: what it was on is erased. */
function ErasedNotice({ erased }: { erased: Erased }) {
  const words = useWords(answerWords)
  const formats = useFormats()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.focus(), [])
  return (
    <div ref={place} tabIndex={-1}>
      <Notice tone="good" title={words.personErased}>
        {words.erasedCounts(
          formats.number(erased.forms),
          formats.number(erased.answers),
          formats.number(erased.messages),
        )}
      </Notice>
    </div>
  )
}

/** The name tells nobody who it is: downloads are looked at over shoulders. */
function download(everything: Everything): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(everything, null, 2)], { type: 'application/json' }))
  save({ url, name: 'person.json' })
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
