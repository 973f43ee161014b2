import { findInstance } from '../instance/index.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import type { Egress } from '../platform/egress/egress.ts'
import type { Log } from '../platform/log.ts'
import type { Engine, Line } from '../whatsapp/port.ts'
import { createAckDesk } from './ack-desk.ts'
import type { Announce, MessageFollower } from './change-state.ts'
import type { SendCounts } from './counts.ts'
import { fetchPreview } from './fetch-preview.ts'
import type { KeepMessageDeps } from './keep-message.ts'
import { createReadMarks } from './mark-read.ts'
import { createOnceDesk } from './once.ts'
import { createPace } from './pace.ts'
import { createCallDesk } from './receive-call.ts'
import { recoverSends } from './recover-sends.ts'
import { createSendQueue } from './send-queue.ts'
import { createWaits } from './waits.ts'
import { watchSends } from './watch-sends.ts'
import { createWritesInOrder } from './writes-in-order.ts'

export interface MessagesDeps {
  store: Store
  clock: Clock
  random: Random
  log: Log
  announce: Announce
  followers: readonly MessageFollower[]
  compose: Engine['compose']
  note?: KeepMessageDeps['note']
  egress: Pick<Egress, 'fetchPage'>
  /** The line of an instance, open or not; null when it has none. */
  lineOf(instanceId: string): Line | null
  counts?: SendCounts | undefined
}

/** The room of messages, wired: what its use cases need, and its life. */
export function createMessages({ egress, lineOf, log, ...deps }: MessagesDeps) {
  const pace = createPace(deps.clock, (instanceId) => findInstance(deps.store.read, instanceId))
  const handing = { ...deps, acks: createAckDesk(deps.clock), waits: createWaits(deps.clock), pace }
  const inOrder = createWritesInOrder(handing)
  const queue = createSendQueue({ ...handing, log, lineOf })
  const asking = new AbortController()
  let stopWatching = () => {}
  return {
    ...handing,
    inOrder,
    givenUp: asking.signal,
    queue,
    once: createOnceDesk(deps),
    calls: createCallDesk(deps.clock),
    reads: createReadMarks({ lineOf }),
    lineOf,
    log,
    fetchPreview: (text: string) => unlessGivenUp(asking.signal, fetchPreview({ egress }, text)),
    /** Finishes what an earlier process left, before anybody can ask for more. */
    async start(): Promise<void> {
      await recoverSends(handing)
      stopWatching = watchSends({ ...handing, log })
      await queue.start()
    },
    /** What is not due yet is left to the next start. Calls that wait for WhatsApp go on waiting. */
    stop(): void {
      stopWatching()
      handing.waits.stop()
      handing.pace.stop()
    },
    /** Lets nobody wait for WhatsApp any longer: what was not asked for yet is refused, what has no verdict is told so. */
    letGo(): void {
      asking.abort()
      handing.acks.stop()
    },
  }
}

/** Null when it is given up before it is there. */
function unlessGivenUp<Value>(givenUp: AbortSignal, work: Promise<Value>): Promise<Value | null> {
  return new Promise((resolve, reject) => {
    const giveUp = () => resolve(null)
    givenUp.addEventListener('abort', giveUp)
    if (givenUp.aborted) giveUp()
    void work.then(resolve, reject).finally(() => givenUp.removeEventListener('abort', giveUp))
  })
}
