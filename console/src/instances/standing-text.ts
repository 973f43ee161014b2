import { useFormats } from '../words/formats.ts'
import { useWords } from '../words/language.ts'
import type { Instance } from './instance-shapes.ts'
import { isOfLinked, type Standing, standingOf } from './standing.ts'
import { standingWords } from './standing-words.ts'

export interface StandingText extends Standing {
  /** The state in a word or two. */
  badge: string
  /** What it means, in a sentence. */
  what: string
  helps: string
  /** When a ban ends; null: there is none, or nobody knows. */
  until: string | null
}

/** How an instance stands, in the reader's words. */
export function useStandingText(connection: Instance['connection']): StandingText {
  const words = useWords(standingWords)
  const formats = useFormats()
  const standing = standingOf(connection)
  const { what, helps } = words.situations[standing.situation]
  const { state, bannedUntil, numberJid } = connection
  const isNew = numberJid === null && state === 'disconnected' && standing.next === 'link'
  return {
    ...standing,
    badge: badgeOf(),
    what,
    helps: isNew && isOfLinked(standing.situation) ? words.askAnew : helps,
    until: state === 'banned' && bannedUntil !== null ? words.bannedUntil(formats.moment(bannedUntil)) : null,
  }

  function badgeOf(): string {
    if (standing.situation === 'unlinked') return words.noNumber
    return standing.situation === 'linking' ? words.waitsForPhone : words.states[state]
  }
}
