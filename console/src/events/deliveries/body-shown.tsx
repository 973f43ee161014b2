import { useMemo, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { RawText } from '../../ui/long-text.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { indentJson } from './indent-json.ts'
import { isErased } from './read-body.ts'
import { deliveryWords } from './words.ts'

type Shape = 'readable' | 'as-sent'

/** What is sent, over lines or as it is; null: it is no longer kept. */
export function BodyShown({ body }: { body: string | null }) {
  const { one: words } = useWords(deliveryWords)
  const { bytes } = useFormats()
  const [shape, setShape] = useState<Shape>('readable')
  const read = useMemo(
    () =>
      body === null
        ? null
        : { readable: indentJson(body), isErased: isErased(body), size: new TextEncoder().encode(body).length },
    [body],
  )
  if (body === null || read === null) {
    return (
      <Notice tone="note">
        <p>{words.noBody}</p>
      </Notice>
    )
  }
  const text = shape === 'readable' ? (read.readable ?? body) : body
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {read.isErased ? (
        <Notice tone="note">
          <p>{words.erased}</p>
        </Notice>
      ) : null}
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="sr-only">{words.shape}</legend>
        {(['readable', 'as-sent'] as const).map((one) => (
          <Button
            key={one}
            look={shape === one ? 'plain' : 'quiet'}
            aria-pressed={shape === one}
            onClick={() => setShape(one)}
          >
            {one === 'readable' ? words.readable : words.asSent}
          </Button>
        ))}
        <span className="text-xs text-quiet">{words.size(bytes(read.size))}</span>
      </fieldset>
      <RawText key={shape} label={words.body} text={text} />
    </div>
  )
}
