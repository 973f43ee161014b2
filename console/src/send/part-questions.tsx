import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Badge } from '../ui/notice.tsx'
import { useWords } from '../words/language.ts'
import { MOST_QUESTIONS } from './check.ts'
import type { Question } from './draft.ts'
import { type Sheet, useFeel } from './feel.tsx'
import { sendWords } from './words.ts'

/** Text questions of one's own; the focus stays with a question that moves. */
export function QuestionsPart(sheet: Sheet) {
  const words = useWords(sendWords)
  const feel = useFeel(sheet)
  const list = useRef<HTMLOListElement>(null)
  const adder = useRef<HTMLButtonElement>(null)
  const [said, setSaid] = useState('')
  const { questions } = sheet.draft
  const isFull = questions.length >= MOST_QUESTIONS

  const keep = (next: readonly Question[], saying: string) => {
    flushSync(() => {
      sheet.change({ questions: next })
      setSaid(saying)
    })
  }
  const find = (id: number, what: string) =>
    list.current?.querySelector<HTMLElement>(`[data-question="${id}"] ${what}`) ?? null

  function add() {
    const id = Math.max(0, ...questions.map((question) => question.id)) + 1
    keep([...questions, { id, label: '', helperText: '' }], '')
    find(id, 'input')?.focus()
  }
  function move(at: number, by: -1 | 1) {
    const moved = questions[at]
    const other = questions[at + by]
    if (!moved || !other) return
    keep(
      questions.map((question, index) => (index === at ? other : index === at + by ? moved : question)),
      words.moved(at + by + 1),
    )
    const same = find(moved.id, by === -1 ? '[data-up]:enabled' : '[data-down]:enabled')
    const button = same ?? find(moved.id, by === -1 ? '[data-down]' : '[data-up]')
    button?.focus()
  }
  function remove(at: number) {
    const next = questions.filter((_, index) => index !== at)
    keep(next, words.removed)
    const after = next[at] ?? next.at(-1)
    const place = after ? find(after.id, 'input') : adder.current
    place?.focus()
  }
  const edit = (id: number, changes: Partial<Question>) =>
    sheet.change({ questions: questions.map((one) => (one.id === id ? { ...one, ...changes } : one)) })

  return (
    <section aria-labelledby="questions-title" className="mt-5 border-t border-line pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <h3 id="questions-title" className="text-sm font-semibold">
          {words.questionsTitle}
        </h3>
        <Badge tone="warn">{words.experimental}</Badge>
      </div>
      <p className="mt-1 text-xs text-quiet">{words.questionsHint}</p>
      <ol ref={list} className="mt-3 flex flex-col gap-3">
        {questions.map((question, index) => (
          <li key={question.id} data-question={question.id} className="rounded-lg border border-line p-3">
            <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
              <span className="text-sm font-medium">{words.question(index + 1)}</span>
              <span className="flex gap-1">
                <Mover name="up" label={words.moveUp(index + 1)} isOff={index === 0} onPress={() => move(index, -1)} />
                <Mover
                  name="down"
                  label={words.moveDown(index + 1)}
                  isOff={index === questions.length - 1}
                  onPress={() => move(index, 1)}
                />
                <Button look="quiet" aria-label={words.remove(index + 1)} onClick={() => remove(index)}>
                  <span aria-hidden="true">×</span>
                </Button>
              </span>
            </div>
            <div className="grid gap-3 @xl:grid-cols-2">
              <TextField
                label={words.questionLabel}
                value={question.label}
                onChange={(event) => edit(question.id, { label: event.currentTarget.value })}
                {...feel(`questions.${question.id}.label`)}
              />
              <TextField
                label={words.questionHelper}
                value={question.helperText}
                onChange={(event) => edit(question.id, { helperText: event.currentTarget.value })}
                {...feel(`questions.${question.id}.helperText`)}
              />
            </div>
          </li>
        ))}
      </ol>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <Button ref={adder} onClick={add} disabled={isFull}>
          {words.addQuestion}
        </Button>
        <p role="status" className="text-xs text-quiet">
          {isFull ? words.questionsFull : said}
        </p>
      </div>
    </section>
  )
}

interface MoverProps {
  name: 'up' | 'down'
  label: string
  isOff: boolean
  onPress(): void
}

function Mover({ name, label, isOff, onPress }: MoverProps) {
  return (
    <Button look="quiet" aria-label={label} disabled={isOff} onClick={onPress} {...{ [`data-${name}`]: true }}>
      <span aria-hidden="true">{name === 'up' ? '↑' : '↓'}</span>
    </Button>
  )
}
