/** An event of an instance as `/ws/:instance` tells it; `data` is what its type says (docs/webhooks.md). */
export interface LiveEvent {
  id: string
  event: string
  timestamp: string
  data: Record<string, unknown>
}

export type LiveState = 'connecting' | 'open' | 'away'

export interface Listener {
  onEvent(event: LiveEvent): void
  onState(state: LiveState): void
  /**
   * The line is heard from now on, and what happened before may not have been: what was read before is to be read
   * again. Told before the state `open`; also when a line opens for the first time, for pages read before it did.
   */
  onGap(): void
}

/** What a line uses of a WebSocket. */
export type Socket = Pick<WebSocket, 'onopen' | 'onmessage' | 'onclose' | 'close'>

export interface LineDeps {
  /** Opens a socket; `since`: the id of the last event that was heard, null to begin with now. */
  connect(since: string | null): Socket
  /** Calls after so many milliseconds; what it returns takes that back. */
  after(ms: number, call: () => void): () => void
  /** 0 ≤ n < 1. */
  random(): number
  reach: {
    isAway(): boolean
    /** Asks whether the gateway is there; `isAway` knows it then. */
    knock(): Promise<void>
    onReach(listener: () => void): () => void
    onReturn(listener: () => void): () => void
  }
  /** The gateway is there and hung up: the session may have ended. */
  onHungUp(): void
}

export interface Line {
  listeners: Set<Listener>
  readonly state: LiveState
  close(): void
}

const LONGEST_WAIT_MS = 15_000
/** So often a place in the stream is asked for in vain: one that is not kept any more is refused before the upgrade. */
const MOST_REFUSALS = 3

/** Opens a line that comes back by itself. Whoever listens misses nothing, or is told that something was missed. */
export function openLine(deps: LineDeps): Line {
  const { reach } = deps
  const listeners = new Set<Listener>()
  let socket: Socket | null = null
  let cancelDial = () => {}
  let last: string | null = null
  let failures = 0
  let refusals = 0
  let state: LiveState = 'connecting'
  let isDialling = false

  const say = (next: LiveState) => {
    state = next
    for (const listener of listeners) listener.onState(next)
  }
  const tellGap = () => {
    for (const listener of listeners) listener.onGap()
  }

  function dial(): void {
    cancelDial()
    const since = last
    const dialled = deps.connect(since)
    let wasOpen = false
    socket = dialled
    isDialling = true
    dialled.onopen = () => {
      if (socket !== dialled) return
      wasOpen = true
      isDialling = false
      failures = 0
      refusals = 0
      if (since === null) tellGap()
      say('open')
    }
    dialled.onmessage = ({ data }) => {
      if (socket === dialled && typeof data === 'string') hear(JSON.parse(data) as LiveEvent | ReplayDone)
    }
    dialled.onclose = () => {
      if (socket !== dialled) return
      isDialling = false
      failures += 1
      say('away')
      void reach.knock().then(() => judge(!wasOpen && since !== null))
      const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** Math.min(failures, 6)) * (0.5 + deps.random() / 2)
      cancelDial = deps.after(wait, dial)
    }
  }

  /** Says what it meant that a socket closed. Only a gateway that is there can have refused a place in the stream. */
  function judge(mayBeRefused: boolean): void {
    if (reach.isAway()) {
      refusals = 0
      return
    }
    deps.onHungUp()
    if (!mayBeRefused) return
    refusals += 1
    if (refusals >= MOST_REFUSALS) last = null
  }

  function hear(told: LiveEvent | ReplayDone): void {
    if (!isReplayDone(told)) {
      last = told.id
      for (const listener of listeners) listener.onEvent(told)
    } else if (told.truncated === true) tellGap()
  }

  // A gateway that is back is dialled at once.
  const stopReach = reach.onReach(() => {
    if (!reach.isAway() && state !== 'open' && !isDialling) dial()
  })
  // What looks open may be dead: dialled anew from where it was, and the old one is not listened to any more.
  const stopReturn = reach.onReturn(() => {
    const old = socket
    dial()
    old?.close()
  })
  dial()
  return {
    listeners,
    get state() {
      return state
    },
    close() {
      cancelDial()
      stopReach()
      stopReturn()
      const open = socket
      socket = null
      open?.close()
    },
  }
}

/** The frame behind a replay; `truncated`: more was missed than a replay holds. */
interface ReplayDone {
  event: 'replay.done'
  truncated?: true
}

const isReplayDone = (told: LiveEvent | ReplayDone): told is ReplayDone => told.event === 'replay.done'
