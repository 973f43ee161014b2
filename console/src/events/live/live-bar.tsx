import type { LiveState } from '../../api/live.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { Badge, Notice } from '../../ui/notice.tsx'
import { useFormats } from '../../words/formats.ts'
import { useWords } from '../../words/language.ts'
import { ALL_TYPES } from '../known-events.ts'
import { eventsWords } from '../words.ts'
import type { LiveFilter } from './filter.ts'
import { MOST_KEPT, type Stream, type StreamStep } from './stream.ts'
import { liveWords } from './words.ts'

interface BarProps {
  stream: Stream
  line: LiveState
  /** How many fit the filter. */
  shown: number
  filter: LiveFilter
  onFilter: (filter: LiveFilter) => void
  onStep: (step: StreamStep) => void
}

const TONES = { connecting: 'note', open: 'good', away: 'warn' } as const

/** How the stream is, what of it is shown, and what can be done with it. */
export function LiveBar({ stream, line, shown, filter, onFilter, onStep }: BarProps) {
  const words = useWords(liveWords)
  const { types } = useWords(eventsWords)
  const { number, plural } = useFormats()
  const isPaused = stream.held !== null
  const options = ALL_TYPES.map((type) => [type, `${types[type].name} (${type})`] as const)
  const heard = words.heard[plural(stream.heard) === 'one' ? 'one' : 'other'](number(stream.heard))
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <SelectField
          label={words.type}
          value={filter.type}
          options={[['', words.allTypes], ...options]}
          onChange={({ target }) => onFilter({ ...filter, type: target.value })}
        />
        <TextField
          label={words.text}
          hint={words.textHint}
          spellCheck={false}
          value={filter.text}
          onChange={({ target }) => onFilter({ ...filter, text: target.value })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span role="status">
          <Badge tone={TONES[line]}>
            <span className="whitespace-normal">{words.states[line]}</span>
          </Badge>
        </span>
        <Button look={isPaused ? 'main' : 'plain'} onClick={() => onStep({ type: isPaused ? 'go-on' : 'pause' })}>
          {isPaused ? words.goOn : words.pause}
        </Button>
        <Button onClick={() => onStep({ type: 'clear' })}>{words.clear}</Button>
        <span className="text-sm text-quiet">
          {words.shown(number(shown), number(stream.shown.length))} · {heard}
        </span>
      </div>
      {isPaused ? <Held count={stream.heldCount} /> : null}
      {stream.hasGap ? (
        <Notice tone="warn">
          <p>{words.gap}</p>
        </Notice>
      ) : null}
    </div>
  )
}

/** What came while it is paused; it changes too often to be spoken. */
function Held({ count }: { count: number }) {
  const words = useWords(liveWords)
  const { number, plural } = useFormats()
  return (
    <p className="rounded-lg bg-note-back px-3 py-2 text-sm text-note">
      {words.isPaused} {words.held[plural(count) === 'one' ? 'one' : 'other'](number(count))}
      {count > MOST_KEPT ? ` ${words.heldBounded}` : ''}
    </p>
  )
}
