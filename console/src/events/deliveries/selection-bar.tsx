import { Button } from '../../ui/button.tsx'
import { useFocusHeir } from '../../ui/focus-heir.ts'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import type { Delivery } from './delivery-calls.ts'
import { deliveryWords } from './words.ts'

/** What one call takes. */
export const MOST_SELECTED = 1000

interface SelectionProps {
  selection: ReadonlyMap<string, Delivery>
  onAgain: () => void
  onClear: () => void
}

/** How many are selected, and what can be done with them. */
export function SelectionBar({ selection, onAgain, onClear }: SelectionProps) {
  const words = useWords(deliveryWords)
  const { number, plural } = useFormats()
  const { size } = selection
  const heir = useFocusHeir<HTMLParagraphElement>(size === 0)
  const isMost = size >= MOST_SELECTED
  return (
    <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
      <p ref={heir} role="status" tabIndex={-1} className="text-sm text-quiet">
        {words.selected[plural(size) === 'one' ? 'one' : 'other'](number(size))}
        {isMost ? ` ${words.selectedMost}` : ''}
      </p>
      <Button look={size === 0 ? 'plain' : 'main'} disabled={size === 0} onClick={onAgain}>
        {words.again}
      </Button>
      {size === 0 ? null : (
        <Button look="quiet" onClick={onClear}>
          {words.unselect}
        </Button>
      )}
    </div>
  )
}
