/** The last names of many, in bounded memory. */
export interface Recent {
  add(name: string): void
  delete(name: string): void
  has(name: string): boolean
}

export function createRecent(capacity: number): Recent {
  const names = new Set<string>()
  return {
    add(name) {
      names.delete(name)
      names.add(name)
      const oldest = names.values().next()
      if (names.size > capacity && !oldest.done) names.delete(oldest.value)
    },
    delete: (name) => void names.delete(name),
    has: (name) => names.has(name),
  }
}
