import type { DrawnWords } from './phone-words.ts'
import type { Preview } from './preview.ts'
import type { SendState } from './sends.ts'
import { StyledText } from './styled-text.tsx'

interface BubbleProps {
  preview: Preview
  drawn: DrawnWords
  /** Drawn where nothing is typed yet. */
  emptyMessage: string
  time: string
  /** How far the last send has come; null: nothing was sent. */
  state: SendState | null
}

/** The message in the chat, as its sender sees it. */
export function PhoneBubble({ preview, drawn, emptyMessage, time, state }: BubbleProps) {
  const { header, body, footer, button, form } = preview
  return (
    <div className="ml-auto w-full max-w-72 overflow-hidden rounded-2xl rounded-tr-sm border border-line bg-accent-back text-sm">
      <div className="flex flex-col gap-1 px-3 pt-2 pb-1.5">
        {header ? <p className="foreign font-bold">{header}</p> : null}
        <p className={`foreign ${body.trim() ? '' : 'text-quiet italic'}`} dir="auto">
          {body.trim() ? <StyledText text={body} more={drawn.readMore} /> : emptyMessage}
        </p>
        {footer ? <p className="foreign text-xs text-quiet">{footer}</p> : null}
        <p className="flex items-center justify-end gap-1 text-xs text-quiet">
          {time} <Ticks state={state} />
        </p>
        {form.kind === 'closed' ? (
          <p className="rounded-md bg-warn-back px-2 py-1 text-xs text-warn">{drawn.update}</p>
        ) : null}
      </div>
      {form.kind === 'closed' ? null : (
        <p className="foreign flex min-h-11 items-center justify-center border-t border-edge/40 px-3 py-2 text-center font-semibold text-accent">
          {button || '…'}
        </p>
      )}
    </div>
  )
}

const TICK = 'M7 12.5l4 4L19 7.5'
const TICKS = 'M2.5 12.5l4 4L14.5 7.5M11 15.2l1.4 1.3L20.5 7.5'
const CLOCK = 'M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16M12 8v4l3 2'

function Ticks({ state }: { state: SendState | null }) {
  const isSeen = state === 'read' || state === 'answered'
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      data-ticks={state ?? 'none'}
      className={`size-4 fill-none stroke-current stroke-2 ${isSeen ? 'text-note' : ''}`}
    >
      <path d={state === 'sent' ? TICK : isSeen || state === 'delivered' ? TICKS : CLOCK} />
    </svg>
  )
}
