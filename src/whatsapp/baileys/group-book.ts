import type { GroupMetadata } from '@whiskeysockets/baileys'
import type { Clock } from '../../kernel/clock.ts'

/** Groups as WhatsApp last described them, so that not every send to one asks again. */
export interface GroupBook {
  find(jid: string): GroupMetadata | null
  note(group: GroupMetadata): void
  forget(jid: string): void
}

const GROUPS_KEPT = 200
const FRESH_MS = 5 * 60_000

export function createGroupBook(clock: Clock): GroupBook {
  const groups = new Map<string, { group: GroupMetadata; notedAt: number }>()
  return {
    find(jid) {
      const known = groups.get(jid)
      return known !== undefined && clock.now() - known.notedAt < FRESH_MS ? known.group : null
    },
    note(group) {
      groups.delete(group.id)
      groups.set(group.id, { group, notedAt: clock.now() })
      const oldest = groups.keys().next()
      if (groups.size > GROUPS_KEPT && !oldest.done) groups.delete(oldest.value)
    },
    forget(jid) {
      groups.delete(jid)
    },
  }
}
