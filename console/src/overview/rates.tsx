import { useState } from 'react'
import { useFormats } from '../words/formats.ts'
import { useLanguage, useWords } from '../words/language.ts'
import { Bar } from './bar.tsx'
import { Cut } from './cut.tsx'
import { type Rate, type RateOrder, sortRates } from './figures.ts'
import { overviewWords } from './words.ts'

interface RatesProps {
  title: string
  rates: readonly Rate[]
  /** How a row is called. */
  nameOf: (rate: Rate) => string
  /** Counts only this one from now on; left out for a row that no filter finds. */
  onlyOf: (rate: Rate) => (() => void) | null
}

const COLUMNS = ['name', 'total', 'answered', 'share'] as const satisfies readonly RateOrder[]

/** How many of the forms of each source, kind or name were answered; sorted by whichever column is pressed. */
export function Rates({ title, rates, nameOf, onlyOf }: RatesProps) {
  const words = useWords(overviewWords)
  const language = useLanguage()
  const { number, percent } = useFormats()
  const [order, setOrder] = useState<RateOrder>('total')
  const heads = { name: words.name, total: words.formsColumn, answered: words.answered, share: words.rate }
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-sm font-semibold">{title}</h3>
      <Cut rows={sortRates(rates, order, language)}>
        {(rows) => (
          <table className="w-full text-sm">
            <caption className="sr-only">{title}</caption>
            <thead className="text-xs text-quiet">
              <tr>
                {COLUMNS.map((column) => (
                  <th
                    key={column}
                    scope="col"
                    aria-sort={order !== column ? 'none' : column === 'name' ? 'ascending' : 'descending'}
                    className={`font-medium ${column === 'name' ? 'w-full text-left' : 'pl-2 text-right'}`}
                  >
                    <button
                      type="button"
                      onClick={() => setOrder(column)}
                      className="min-h-6 rounded-sm hover:text-text hover:underline"
                    >
                      {heads[column]}
                      <span aria-hidden="true">{order !== column ? '' : column === 'name' ? ' ↑' : ' ↓'}</span>
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            {rows.map((rate) => {
              const name = nameOf(rate)
              const only = onlyOf(rate)
              return (
                <tbody key={rate.name ?? ''} className="border-t border-line">
                  <tr className="align-top">
                    <th scope="row" className="pt-2 text-left font-normal">
                      {only ? (
                        <button
                          type="button"
                          onClick={only}
                          title={words.only(name)}
                          className="foreign line-clamp-2 min-h-6 text-left underline decoration-edge underline-offset-2"
                        >
                          {name}
                        </button>
                      ) : (
                        <span className="foreign line-clamp-2">{name}</span>
                      )}
                    </th>
                    <td className="pt-2 pl-2 text-right tabular-nums">{number(rate.total)}</td>
                    <td className="pt-2 pl-2 text-right tabular-nums">{number(rate.answered)}</td>
                    <td className="pt-2 pl-2 text-right font-semibold tabular-nums">
                      {rate.share === null ? '—' : percent(rate.share)}
                    </td>
                  </tr>
                  <tr>
                    <td colSpan={4} className="pt-1 pb-2.5">
                      <Bar share={rate.share ?? 0} className="h-2" />
                    </td>
                  </tr>
                </tbody>
              )
            })}
          </table>
        )}
      </Cut>
    </div>
  )
}
