// @ts-check

/**
 * What this browser remembers for the next visit. In a sandboxed frame there is nothing to remember in, and asking for it
 * throws: it lasts as long as the page then.
 * @returns {Pick<Storage, 'getItem' | 'setItem'>}
 */
export function openMemory() {
  try {
    return localStorage
  } catch {
    /** @type {Map<string, string>} */
    const kept = new Map()
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
    }
  }
}
