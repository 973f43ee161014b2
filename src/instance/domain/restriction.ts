/** How long first messages to strangers are left alone after WhatsApp refused one with 463. */
export const RESTRICTED_FOR_MS = 24 * 60 * 60 * 1000

/** Until when an instance writes to nobody new; null: it may. Unix milliseconds. Pure. */
export function restrictedUntil(restrictedAt: number | null | undefined, now: number): number | null {
  if (restrictedAt === null || restrictedAt === undefined) return null
  const until = restrictedAt + RESTRICTED_FOR_MS
  // A clock that was set back does not make the stop any longer.
  return now < until && now >= restrictedAt - RESTRICTED_FOR_MS ? until : null
}
