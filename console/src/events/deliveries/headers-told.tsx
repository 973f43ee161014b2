import { useWords } from '../../words/language.ts'
import { deliveryWords } from './words.ts'

/** Which headers go with every delivery, and what each is for. */
export function HeadersTold() {
  const { one: words } = useWords(deliveryWords)
  return (
    <details className="text-sm">
      <summary className="font-medium">{words.headers}</summary>
      <dl className="mt-2 grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
        {Object.entries(words.headersText).map(([name, text]) => (
          <div key={name} className="contents">
            <dt>
              <code className="font-mono text-xs">{name}</code>
            </dt>
            <dd className="text-quiet">{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
