/** A call that is being made. */
export interface CallUnderWay {
  /** Says that its letter is read from now on: what is changed before is in it. */
  read(): void
  /** Aborted when what was read does not hold any more: its webhook, its instance, or what it tells. */
  ended(): AbortSignal
  /** Says whose it is, and what it tells: the sequence of an event. */
  belongsTo(webhookId: string, instanceId: string, eventSeq: number): void
  /** Whether what was read may be old: then it has to be read again. */
  isOld(): boolean
  over(): void
}

/**
 * The calls that are being made, so that what is changed meanwhile reaches them: once a caller is told that a webhook is
 * switched off, nothing more goes out, and nothing goes to an address that it had before. What was answered stays so.
 */
export interface CallsUnderWay {
  begin(): CallUnderWay
  /** Grows with every change: what was read before it may be old. */
  changes(): number
  /** A webhook was configured anew. With another address or credential, its calls are broken off. */
  webhookChanged(webhookId: string, isElsewhere: boolean): void
  /** A webhook was paused: what it is called with is read anew, unless the call has begun. */
  webhookPaused(webhookId: string): void
  /** A webhook was switched off: its calls are broken off. */
  webhookEnded(webhookId: string): void
  /** What its letters say of an instance changed: they are read anew, unless the call has begun. */
  instanceChanged(instanceId: string): void
  instanceEnded(instanceId: string): void
  /** What these events tell was erased, in part or altogether: only then are their calls broken off. */
  eventsErased(eventSeqs: readonly number[], altogether: boolean): void
}

interface Entry {
  webhookId: string | null
  instanceId: string | null
  eventSeq: number | null
  isOld: boolean
  /** Made when somebody listens. */
  ending: AbortController | null
}

export function createCallsUnderWay(): CallsUnderWay {
  const entries = new Set<Entry>()
  let changes = 0

  /** Of a call that is not known yet, only the letter is old. */
  function reach(isMeant: (entry: Entry) => boolean, isOver: boolean): void {
    changes += 1
    for (const entry of entries) {
      const isKnown = entry.webhookId !== null
      if (isKnown && !isMeant(entry)) continue
      entry.isOld = true
      if (isKnown && isOver) endingOf(entry).abort()
    }
  }

  return {
    begin() {
      const unknown = { webhookId: null, instanceId: null, eventSeq: null }
      const entry: Entry = { ...unknown, isOld: false, ending: null }
      entries.add(entry)
      return {
        read() {
          entry.isOld = false
          entry.ending = null
        },
        belongsTo(webhookId, instanceId, eventSeq) {
          entry.webhookId = webhookId
          entry.instanceId = instanceId
          entry.eventSeq = eventSeq
        },
        ended: () => endingOf(entry).signal,
        isOld: () => entry.isOld,
        over: () => void entries.delete(entry),
      }
    },
    changes: () => changes,
    webhookChanged: (webhookId, isElsewhere) => reach((entry) => entry.webhookId === webhookId, isElsewhere),
    webhookPaused: (webhookId) => reach((entry) => entry.webhookId === webhookId, false),
    webhookEnded: (webhookId) => reach((entry) => entry.webhookId === webhookId, true),
    instanceChanged: (instanceId) => reach((entry) => entry.instanceId === instanceId, false),
    instanceEnded: (instanceId) => reach((entry) => entry.instanceId === instanceId, true),
    eventsErased(eventSeqs, altogether) {
      const erased = new Set(eventSeqs)
      reach((entry) => entry.eventSeq !== null && erased.has(entry.eventSeq), altogether)
    },
  }
}

function endingOf(entry: Entry): AbortController {
  entry.ending ??= new AbortController()
  return entry.ending
}
