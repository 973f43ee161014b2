import { Card } from '../ui/page.tsx'
import { useWords } from '../words/language.ts'
import { progressWords } from './progress-words.ts'
import { SendReport } from './send-report.tsx'
import type { Send } from './sends.ts'

/** What became of the forms sent from here, the newest first. */
export function SendProgress({ instance, sends }: { instance: string; sends: readonly Send[] }) {
  const words = useWords(progressWords)
  const [newest, ...older] = sends.filter(({ stage }) => stage.type !== 'refused')
  return (
    <Card title={words.title}>
      {newest ? (
        <SendReport instance={instance} send={newest} isNewest />
      ) : (
        <p className="text-sm text-quiet">{words.none}</p>
      )}
      {older.length > 0 ? (
        <details className="mt-4 border-t border-line pt-3">
          <summary className="text-sm font-medium">{words.older(older.length)}</summary>
          <ul className="mt-3 flex flex-col gap-3">
            {older.map((send) => (
              <li key={send.key} className="rounded-lg border border-line p-3">
                <SendReport instance={instance} send={send} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Card>
  )
}
