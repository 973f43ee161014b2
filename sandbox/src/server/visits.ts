/** How often a companion of an account came, and whether it is there. */
export interface Visits {
  /** Log-ins that were tried, refused ones among them. */
  tried: number
  /** Log-ins that were let in. */
  admitted: number
  /** Streams that are open now, refused ones until they end. */
  open: number
}

/** Counts who comes: what is dialled too often, or left open, shows here. */
export interface VisitBook {
  tried(account: string): void
  admitted(account: string): void
  ended(account: string): void
  /** A client asked for a code to be linked by. */
  registered(): void
  /** A companion's stream was opened, before anybody knows whose. Returns what is called when it has ended. */
  dialled(): () => void
  /** A companion that was let in is ready for its messages. */
  ready(): void
  /** `since`: when the first companion came after nobody had been there, in milliseconds; null before anybody came. */
  all(): {
    since: number | null
    registrations: number
    ready: number
    accounts: Record<string, Visits>
  }
  clear(): void
}

export function createVisitBook(clock: () => number): VisitBook {
  const accounts = new Map<string, Visits>()
  let streams = 0
  let since: number | null = null
  let registrations = 0
  let ready = 0
  const change = (account: string, by: Partial<Visits>): void => {
    const { tried = 0, admitted = 0, open = 0 } = accounts.get(account) ?? {}
    accounts.set(account, {
      tried: tried + (by.tried ?? 0),
      admitted: admitted + (by.admitted ?? 0),
      // What was forgotten by `clear` ends later.
      open: Math.max(0, open + (by.open ?? 0)),
    })
  }
  return {
    tried: (account) => change(account, { tried: 1, open: 1 }),
    admitted: (account) => change(account, { admitted: 1 }),
    ended: (account) => change(account, { open: -1 }),
    registered() {
      registrations += 1
    },
    dialled() {
      if (streams === 0) since = clock()
      streams += 1
      return () => {
        streams -= 1
      }
    },
    ready() {
      ready += 1
    },
    all: () => ({ since, registrations, ready, accounts: Object.fromEntries(accounts) }),
    clear() {
      accounts.clear()
      registrations = ready = 0
    },
  }
}
