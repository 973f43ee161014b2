import { type ReactNode, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import { overviewWords } from './words.ts'

interface CutProps<Row> {
  rows: readonly Row[]
  most?: number
  children: (rows: readonly Row[]) => ReactNode
}

/** The first rows of a long list, and a button for the rest, where that is more than the button's own place. */
export function Cut<Row>({ rows, most = 8, children }: CutProps<Row>) {
  const words = useWords(overviewWords)
  const { number } = useFormats()
  const [isWhole, setWhole] = useState(false)
  const isLong = rows.length > most + 2
  return (
    <>
      {children(isLong && !isWhole ? rows.slice(0, most) : rows)}
      {isLong ? (
        <Button look="quiet" aria-expanded={isWhole} className="mt-2" onClick={() => setWhole(!isWhole)}>
          {isWhole ? words.showLess : words.showAll(number(rows.length))}
        </Button>
      ) : null}
    </>
  )
}
