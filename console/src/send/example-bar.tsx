import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { useFocusHeir } from '../ui/focus-heir.ts'
import { useWords } from '../words/language.ts'
import { type Draft, EMPTY } from './draft.ts'
import { EXAMPLE_NAMES, EXAMPLES } from './examples.ts'
import { sendWords } from './words.ts'

interface ExampleBarProps {
  draft: Draft
  put(draft: Draft): void
  undo: (() => void) | null
}

/** Fills the form by one click; what it takes away comes back by another. */
export function ExampleBar({ draft, put, undo }: ExampleBarProps) {
  const words = useWords(sendWords)
  const heir = useFocusHeir<HTMLButtonElement>(undo === null)
  const [said, setSaid] = useState<'loaded' | 'cleared'>('loaded')
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="text-sm text-quiet">{words.examplesTitle}</span>
      {EXAMPLE_NAMES.map((name) => (
        <Button
          key={name}
          onClick={() => {
            setSaid('loaded')
            put({ ...EXAMPLES[name], number: draft.number })
          }}
        >
          {words.examples[name]}
        </Button>
      ))}
      <Button
        ref={heir}
        look="quiet"
        onClick={() => {
          setSaid('cleared')
          put(EMPTY)
        }}
      >
        {words.startOver}
      </Button>
      <span role="status" className="text-sm text-quiet">
        {undo ? (said === 'loaded' ? words.exampleLoaded : words.cleared) : ''}
      </span>
      {undo ? (
        <Button look="quiet" onClick={undo}>
          {words.undo}
        </Button>
      ) : null}
    </div>
  )
}
