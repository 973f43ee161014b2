import type { ReactNode } from 'react'

export type Tone = 'good' | 'note' | 'warn' | 'wrong'

const TONES: Record<Tone, string> = {
  good: 'bg-good-back text-good',
  note: 'bg-note-back text-note',
  warn: 'bg-warn-back text-warn',
  wrong: 'bg-wrong-back text-wrong',
}

/** A sentence that matters; what is wrong is spoken at once, the rest when there is time. */
export function Notice({ tone, title, children }: { tone: Tone; title?: string; children?: ReactNode }) {
  return (
    <div role={tone === 'wrong' ? 'alert' : 'status'} className={`rounded-lg px-3 py-2 text-sm ${TONES[tone]}`}>
      {title ? <p className="font-semibold">{title}</p> : null}
      {children}
    </div>
  )
}

/** A state in a word; its colour only repeats it. */
export function Badge({ tone, children }: { tone: Tone | 'plain'; children: ReactNode }) {
  const look = tone === 'plain' ? 'bg-raised text-quiet' : TONES[tone]
  return (
    <span className={`inline-flex items-center rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap ${look}`}>
      {children}
    </span>
  )
}
