import * as Popover from '@radix-ui/react-popover'
import { useLayoutEffect, useRef, useState } from 'react'
import { Button, buttonLook } from '../ui/button.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { chooseColumns, useChosenColumns } from './chosen-columns.ts'
import { type Column, listedAnew, moved, offered, toggled } from './columns.ts'
import { useHeading } from './forms-table.tsx'
import { answersWords } from './words.ts'

/** Which columns the table has, and in which order; by keyboard as by hand. */
export function ColumnChooser({ questions }: { questions: readonly Column[] }) {
  const words = useWords(answersWords)
  return (
    <Popover.Root modal={false}>
      <Popover.Trigger className={buttonLook()}>{words.chooseColumns}</Popover.Trigger>
      <Popover.Content
        align="end"
        sideOffset={6}
        collisionPadding={8}
        aria-label={words.chooseColumnsTitle}
        className="z-20 flex max-h-[min(32rem,var(--radix-popover-content-available-height))] w-[min(22rem,calc(100vw-1rem))] flex-col overflow-auto rounded-xl border border-line bg-card p-3 shadow-lg"
      >
        <Choice questions={questions} />
      </Popover.Content>
    </Popover.Root>
  )
}

function Choice({ questions }: { questions: readonly Column[] }) {
  const words = useWords(answersWords)
  const formats = useFormats()
  const heading = useHeading()
  const choice = useChosenColumns()
  const [said, setSaid] = useState('')
  const [before, setBefore] = useState<readonly Column[]>(() => offered(choice, questions))
  const listed = listedAnew(before, offered(choice, questions), choice)
  const pressed = useRef<HTMLElement | null>(null)

  // A row that is moved loses the focus of its button.
  useLayoutEffect(() => {
    if (said !== '') pressed.current?.focus()
  }, [said])

  function move(column: Column, by: -1 | 1, button: HTMLElement): void {
    const next = moved(choice, column, by)
    pressed.current = button
    setBefore(listed)
    chooseColumns(next)
    setSaid(words.columnMoved(heading(column), formats.number(next.shown.indexOf(column) + 1)))
  }

  function toggle(column: Column): void {
    setBefore(listed)
    chooseColumns(toggled(choice, column, listed))
  }

  return (
    <>
      <p className="text-sm font-semibold">{words.chooseColumnsTitle}</p>
      <p className="mb-2 text-xs text-quiet">{words.chooseColumnsHint}</p>
      <ul className="flex flex-col">
        {listed.map((column) => {
          const at = choice.shown.indexOf(column)
          return (
            <li key={column} className="flex items-center gap-1 rounded-lg hover:bg-raised">
              <label className="flex min-h-8 min-w-0 grow items-center gap-2.5 px-1 text-sm">
                <input
                  type="checkbox"
                  checked={at !== -1}
                  onChange={() => toggle(column)}
                  className="size-5 shrink-0 accent-accent"
                />
                <bdi className="foreign min-w-0 overflow-clip">{heading(column)}</bdi>
              </label>
              {at === -1 ? null : (
                <>
                  <Arrow
                    name={words.moveUp(heading(column))}
                    d="m4 10 4-4 4 4"
                    onPress={(button) => move(column, -1, button)}
                  />
                  <Arrow
                    name={words.moveDown(heading(column))}
                    d="m4 6 4 4 4-4"
                    onPress={(button) => move(column, 1, button)}
                  />
                </>
              )}
            </li>
          )
        })}
      </ul>
      <p role="status" className="sr-only">
        {said}
      </p>
      <Button look="quiet" className="mt-2 self-start" onClick={() => chooseColumns(null)}>
        {words.standardColumns}
      </Button>
    </>
  )
}

function Arrow({ name, d, onPress }: { name: string; d: string; onPress: (button: HTMLElement) => void }) {
  return (
    <button
      type="button"
      aria-label={name}
      onClick={({ currentTarget }) => onPress(currentTarget)}
      className="grid size-7 shrink-0 place-items-center rounded-lg hover:bg-accent-back"
    >
      <svg
        aria-hidden="true"
        viewBox="0 0 16 16"
        className="size-4"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
      >
        <path d={d} strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </button>
  )
}
