/** A caller's mark of one send, so that a call which is repeated sends once. */
export interface OnceKey {
  /** Which kind of send: keys of different routes do not meet. */
  route: string
  /** As the caller gave it. */
  key: string
  /** SHA-256 of the body as it came, in hex. */
  bodyHash: string
}

/** What a send knows of the call that asked for it, beside its body. */
export interface SendCall {
  /** Null: the caller does not say. */
  once: OnceKey | null
  /** Takes one of the places for calls that wait long; false when there is none. */
  hold(): boolean
}
