import { Link } from '@tanstack/react-router'
import { useWords } from '../words/language.ts'
import { CellView, ShortText } from './cell-view.tsx'
import { cellOf, whoOf } from './cells.ts'
import { type Column, questionOf } from './columns.ts'
import type { Form } from './told.ts'
import { useIsNarrow } from './use-narrow.ts'
import { answersWords } from './words.ts'

interface FormsProps {
  instance: string
  forms: readonly Form[]
  columns: readonly Column[]
}

/** A page of forms: a table, or cards where there is no room for one. */
export function FormsTable(props: FormsProps) {
  return useIsNarrow() ? <Cards {...props} /> : <Table {...props} />
}

/** What stands over a column: a word of ours, or a question as it was asked. */
export function useHeading(): (column: Column) => string {
  const words = useWords(answersWords)
  return (column) => questionOf(column) ?? (words.columns as Record<string, string>)[column] ?? column
}

function Table({ instance, forms, columns }: FormsProps) {
  const words = useWords(answersWords)
  const heading = useHeading()
  return (
    <section
      aria-label={words.tableRegion}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      className="overflow-x-auto rounded-xl border border-line bg-card"
    >
      <table className="w-full border-collapse text-left text-sm [&_bdi]:w-max [&_bdi]:max-w-60 [&_time]:whitespace-nowrap">
        <caption className="sr-only">{words.caption}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-quiet">
            <th scope="col" className="min-w-40 px-3 py-2 font-medium">
              {words.who}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className="max-w-60 px-3 py-2 font-medium">
                <ShortText text={heading(column)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {forms.map((form) => (
            <tr key={form.id} className="border-b border-line last:border-0 hover:bg-raised">
              <th scope="row" className="max-w-60 px-3 py-1.5 align-top font-medium">
                <WhoLink instance={instance} form={form} />
              </th>
              {columns.map((column) => (
                <td key={column} className="max-w-72 px-3 py-2 align-top">
                  <CellView cell={cellOf(form, column)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Cards({ instance, forms, columns }: FormsProps) {
  const words = useWords(answersWords)
  const heading = useHeading()
  return (
    <ul aria-label={words.caption} className="flex flex-col gap-3">
      {forms.map((form) => (
        <li key={form.id} className="rounded-xl border border-line bg-card p-3 text-sm">
          <h2 className="font-medium">
            <WhoLink instance={instance} form={form} />
          </h2>
          <dl className="mt-1 grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-x-4 gap-y-1">
            {columns.map((column) => (
              <div key={column} className="contents">
                <dt className="text-quiet">
                  <ShortText text={heading(column)} />
                </dt>
                <dd className="min-w-0">
                  <CellView cell={cellOf(form, column)} />
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  )
}

function WhoLink({ instance, form }: { instance: string; form: Form }) {
  const words = useWords(answersWords)
  return (
    <Link
      to="/i/$instance/answers/$messageId"
      params={{ instance, messageId: form.messageId }}
      className="inline-block min-h-6 max-w-full text-accent underline decoration-transparent hover:decoration-current"
    >
      <ShortText text={whoOf(form) ?? words.erasedPerson} />
    </Link>
  )
}
