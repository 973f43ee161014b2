import { Badge } from '../ui/notice.tsx'
import { useWords } from '../words/language.ts'
import { shellWords } from './words.ts'

const TONES = {
  connected: 'good',
  connecting: 'note',
  disconnected: 'warn',
  loggedout: 'warn',
  banned: 'wrong',
  passkey_required: 'wrong',
} as const

/** The state in a word, told anew when it changes. */
export function StateBadge({ state }: { state: keyof typeof TONES | undefined }) {
  const words = useWords(shellWords)
  return <span role="status">{state ? <Badge tone={TONES[state]}>{words.states[state]}</Badge> : null}</span>
}
