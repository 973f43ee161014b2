import { useId, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { SelectField } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { uiWords } from '../ui/words.ts'
import { useFormats } from '../words/formats.ts'
import { LANGUAGES, type Language, useLanguage, useWords } from '../words/language.ts'
import { delimiterOf, EXPORT_FORMATS, type ExportChoice, type ExportLanguage, firstChoice } from './export-file.ts'
import type { FilterQuery } from './filter.ts'
import { type ExportState, save, useExport } from './use-export.ts'
import { answersWords } from './words.ts'

interface ExportDialogProps {
  instance: string
  filter: FilterQuery
  isOpen: boolean
  onClose: () => void
}

/** Takes what the filter finds out of the console, as a file. It is whole or it is not there. */
export function ExportDialog({ instance, filter, isOpen, onClose }: ExportDialogProps) {
  const words = useWords(answersWords)
  const ui = useWords(uiWords)
  const language = useLanguage()
  const [chosen, setChosen] = useState<ExportChoice | null>(null)
  const choice = chosen ?? firstChoice(language)
  const { state, start, cancel, reset } = useExport(instance)
  const [isAsked, setAsked] = useState(false)
  const isWriting = state.type === 'writing'
  const isHeld = isWriting && !isAsked

  function close(): void {
    setAsked(isHeld)
    if (isHeld) return
    reset()
    onClose()
  }
  function press(): void {
    setAsked(false)
    if (isWriting) cancel()
    else void start(filter, choice)
  }

  return (
    <Dialog
      title={words.exportTitle}
      isOpen={isOpen}
      onClose={close}
      isHeld={isHeld}
      actions={
        <>
          <Button onClick={close}>{ui.close}</Button>
          {/* One button for both, so that the focus stays. */}
          <Button look={isWriting ? 'plain' : 'main'} onClick={press}>
            {isWriting ? words.cancelExport : state.type === 'idle' ? words.startExport : words.again}
          </Button>
        </>
      }
    >
      <p className="text-sm text-quiet">
        {words.exportScope} {Object.keys(filter).length === 0 ? words.exportAll : ''}
      </p>
      <fieldset disabled={isWriting} className="contents">
        <Choice choice={choice} onChoice={setChosen} />
      </fieldset>
      <Outcome state={state} />
      {isWriting && isAsked ? <Notice tone="warn">{words.closeCancels}</Notice> : null}
    </Dialog>
  )
}

const TAGS: Record<Exclude<ExportLanguage, null>, Language> = { en: 'en', pt: 'pt-BR', es: 'es' }

function Choice({ choice, onChoice }: { choice: ExportChoice; onChoice: (choice: ExportChoice) => void }) {
  const words = useWords(answersWords)
  const name = useId()
  const languages = Object.entries(TAGS).map(([lang, tag]) => [lang, LANGUAGES[tag]] as const)
  return (
    <div className="flex flex-col gap-3">
      <fieldset>
        <legend className="text-sm font-medium">{words.format}</legend>
        {EXPORT_FORMATS.map((format) => (
          <label key={format} className="flex min-h-8 items-center gap-2.5 text-sm">
            <input
              type="radio"
              name={name}
              checked={choice.format === format}
              onChange={() => onChoice({ ...choice, format })}
              className="size-5 shrink-0 accent-accent"
            />
            {words.formats[format]}
          </label>
        ))}
      </fieldset>
      {choice.format === 'jsonl' ? null : (
        <div className="grid gap-3 sm:grid-cols-2">
          <SelectField
            label={words.headings}
            value={choice.lang ?? ''}
            onChange={({ target }) => {
              const lang = (target.value || null) as ExportLanguage
              onChoice({ ...choice, lang, delimiter: delimiterOf(lang) })
            }}
            options={[...languages, ['', words.headingsApi]]}
          />
          {choice.format === 'csv' ? (
            <SelectField
              label={words.delimiter}
              value={choice.delimiter}
              onChange={({ target }) => onChoice({ ...choice, delimiter: target.value === ';' ? ';' : ',' })}
              options={[
                [',', words.delimiters[',']],
                [';', words.delimiters[';']],
              ]}
            />
          ) : null}
        </div>
      )}
    </div>
  )
}

function Outcome({ state }: { state: ExportState }) {
  const words = useWords(answersWords)
  const formats = useFormats()
  switch (state.type) {
    case 'idle':
      return null
    case 'writing': {
      const { progress, bytes } = state
      const told = [
        ...(progress ? [words.exportedRows(progress.rows, formats.number(progress.rows))] : []),
        formats.bytes(bytes),
      ]
      return (
        <div className="flex flex-col gap-1">
          <progress
            aria-label={words.exporting}
            max={1}
            {...(progress ? { value: progress.done } : {})}
            className="h-2 w-full accent-accent"
          />
          <p className="text-sm text-quiet">{told.join(' · ')}</p>
        </div>
      )
    }
    case 'done':
      return (
        <Notice tone="good">
          <p className="foreign">
            {words.exportDone(state.name)} {formats.bytes(state.bytes)}
          </p>
          <button type="button" onClick={() => save(state)} className="min-h-6 font-medium underline">
            {words.saveAgain}
          </button>
        </Notice>
      )
    case 'cancelled':
      return <Notice tone="note">{words.exportCancelled}</Notice>
    case 'broken':
      return <Notice tone="wrong">{words.exportBroken}</Notice>
    case 'refused':
      return <ProblemNotice error={state.error} />
  }
}
