/** What goes wrong from now on for the companions (never the phones) of one account, or of all. */
export interface Faults {
  /** Messages are refused with this code: every n-th one, by default each. */
  nack?: { code: number; every?: number | undefined } | undefined
  /** Everything the server sends leaves this much later; with a seed, between 0 and this. */
  delayMs?: number | undefined
  /** Messages arrive twice. */
  duplicate?: boolean | undefined
  /** Messages reach them without content: they have to ask their phone for it. */
  withheld?: boolean | undefined
  /** What they acknowledge never arrives, and neither does a receipt of theirs. */
  lostReceipts?: boolean | undefined
  /** Log-ins are refused: `true` for good (403), `temporary` for an hour (402). */
  banned?: boolean | 'temporary' | undefined
  /** Log-ins are refused as those of an outdated client (405). */
  versionRefused?: boolean | undefined
  /** Log-ins are refused with this reason, whatever it may mean. */
  failure?: number | undefined
  /**
   * The server reads and says nothing any more, to log-ins neither (`true`), or leaves only pings unanswered. What is
   * to be delivered stays with it.
   */
  mute?: boolean | 'pings' | undefined
  /** Scanning a code leads to a request for a passkey, and no further. */
  passkey?: boolean | undefined
  /** Log-ins are cut off until then (milliseconds since 1970). */
  offlineUntil?: number | undefined
  /** Seeds what is left to chance. */
  seed?: number | undefined
}

export interface FaultBook {
  /** Replaces the faults of an account (its phone digits), or those of all accounts. */
  set(account: string | undefined, faults: Faults): void
  of(account: string): Faults
  /** The code with which this message of the account is refused, if it is. Counts it. */
  refusal(account: string): number | undefined
  delayMs(account: string): number
  clear(): void
}

/** A small seeded generator (mulberry32): the same numbers between 0 and 1 on every machine. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function createFaultBook(defaultSeed: number | undefined): FaultBook {
  const everyone = '*'
  const books = new Map<string, { faults: Faults; sent: number; random?: () => number }>()
  const bookOf = (account: string) => books.get(account) ?? books.get(everyone)

  return {
    set(account, faults) {
      if (account === undefined) books.clear()
      const seed = faults.seed ?? defaultSeed
      books.set(account ?? everyone, { faults, sent: 0, ...(seed === undefined ? {} : { random: seededRandom(seed) }) })
    },
    of: (account) => bookOf(account)?.faults ?? {},
    refusal(account) {
      const book = bookOf(account)
      if (!book?.faults.nack) return undefined
      book.sent += 1
      return book.sent % (book.faults.nack.every ?? 1) === 0 ? book.faults.nack.code : undefined
    },
    delayMs(account) {
      const book = bookOf(account)
      const delay = book?.faults.delayMs ?? 0
      return book?.random ? Math.floor(delay * book.random()) : delay
    },
    clear: () => books.clear(),
  }
}
