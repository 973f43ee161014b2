import { Card } from '../ui/page.tsx'
import { explainFailure, failureWords } from '../words/failures.ts'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Stats } from './counts.ts'
import { Cut } from './cut.tsx'
import { overviewWords } from './words.ts'

/** Why forms failed: WhatsApp's codes and the gateway's in words, and what helps. */
export function Failures({ stats }: { stats: Stats }) {
  const words = useWords(overviewWords)
  const explained = useWords(failureWords)
  const { number } = useFormats()
  return (
    <Card title={words.failures}>
      {stats.failures.length === 0 ? (
        <p className="text-sm text-quiet">{words.noFailures}</p>
      ) : (
        <Cut rows={stats.failures}>
          {(rows) => (
            <table className="w-full text-sm">
              <caption className="sr-only">{words.failuresCaption}</caption>
              <thead className="text-xs text-quiet">
                <tr>
                  <th scope="col" className="pb-1 text-left font-medium">
                    {words.reason}
                  </th>
                  <th scope="col" className="pb-1 text-right font-medium">
                    {words.number}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ code, count }) => {
                  const { what, helps } = explainFailure(explained, code)
                  return (
                    <tr key={code} className="border-t border-line align-top">
                      <th scope="row" className="py-2 pr-3 text-left font-normal">
                        <span className="font-medium">{what}</span>{' '}
                        <code className="foreign rounded-sm bg-raised px-1 font-mono text-xs text-quiet">{code}</code>
                        <span className="block text-xs text-quiet">{helps}</span>
                      </th>
                      <td className="py-2 text-right font-semibold tabular-nums">{number(count)}</td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          )}
        </Cut>
      )}
    </Card>
  )
}
