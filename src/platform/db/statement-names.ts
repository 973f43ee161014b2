/** Statements that one connection keeps prepared; each takes some kilobytes of the server's. */
const MOST_NAMED = 200
/** Texts that were seen once are remembered until there are so many. */
const MOST_SEEN = 1_000

/**
 * Gives statements the names under which PostgreSQL keeps them parsed and planned: from the second time on, because some
 * texts never come again (a list of another length is another text). undefined: not worth a name, or all are given.
 */
export function createStatementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>()
  const seen = new Set<string>()
  return (text) => {
    const name = names.get(text)
    if (name !== undefined || names.size >= MOST_NAMED) return name
    if (seen.delete(text)) names.set(text, `s${names.size}`)
    else {
      if (seen.size >= MOST_SEEN) seen.clear()
      seen.add(text)
    }
    return names.get(text)
  }
}
