/** Asks whether what was typed may be lost. */
type Ask = () => Promise<boolean>

const asks = new Set<Ask>()

/** Whoever ends more than a page, the session, say, asks this first: whether nothing typed is lost, or may be. */
export async function mayLeave(): Promise<boolean> {
  for (const ask of asks) if (!(await ask())) return false
  return true
}

/** To be asked when the person is about to leave. @returns what takes that back */
export function askBeforeLeaving(ask: Ask): () => void {
  asks.add(ask)
  return () => void asks.delete(ask)
}
