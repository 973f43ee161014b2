import { type Clock, pause } from '../kernel/clock.ts'
import { FormwireError, problem } from '../kernel/errors.ts'
import type { Transaction } from '../platform/db/store.ts'
import { faultOf, type Log } from '../platform/log.ts'
import type { Line } from '../whatsapp/port.ts'
import { announceSend } from './announce-send.ts'
import { changeState } from './change-state.ts'
import { failureOfRefusal } from './domain/failure.ts'
import { type HandOverDeps, handOver } from './hand-over.ts'
import { findMessage, findQueued, type Message, setTime } from './store.ts'

/**
 *  kept as queued ──"typing…"──▶ due ──▶ sending ──▶ handed over, as any send
 *                                 │ (the line is closed: with nobody waiting, it has a while to open)
 *                                 └──▶ failed: not connected
 *
 * The row is the queue: what is in hand here is only what this process waits for. The next start takes every row that
 * still says `queued`, and the step to `sending` is a transaction, so that each goes out once.
 */
export interface SendQueue {
  /** Sends a queued message when it is due. */
  take(message: Queued): void
  /**
   * As `take`, for a caller who waits: resolves as `handOver` does, or with the message as it is when the queue stops.
   * @throws instance_not_connected when the line is not open at that moment; what `handOver` throws
   */
  carry(message: Message): Promise<Message>
  /** Takes what an earlier process has left. */
  start(): Promise<void>
  /** Leaves what is not due yet to the next start. */
  stop(): void
}

export interface SendQueueDeps extends HandOverDeps {
  clock: Clock
  log: Log
  /** The line of an instance, open or not; null when it has none. */
  lineOf(instanceId: string): Line | null
}

type Queued = Pick<Message, 'id' | 'instance_id' | 'chat_key' | 'due_at'>

/** Phones stop showing "typing…" some ten to twenty seconds after they last heard of it. */
const TYPING_AGAIN_MS = 8_000

/** After a restart the lines need a moment; a number that is not back by then may have been unlinked. */
const LINE_PATIENCE_MS = 120_000
const LOOK_AGAIN_MS = 200

/** A disk may be full for a while. */
const STORE_AGAIN_MS = 1_000

export function createSendQueue(deps: SendQueueDeps): SendQueue {
  const { store, clock, log } = deps
  const stopping = new AbortController()

  /** Null when the queue stopped first, or the message was dealt with elsewhere. */
  async function bringOut(queued: Queued, patienceMs: number): Promise<Message | null> {
    await showTyping(queued)
    const line = await untilOpen(queued, patienceMs)
    if (stopping.signal.aborted) return null
    if (line === null) return giveUp(queued)
    const message = await begin(queued)
    return message && handOver(deps, line, message)
  }

  /** What is queued is not lost while the store cannot be written: it is tried again until it can, or the queue stops. */
  async function step<Result>(
    { id }: Queued,
    take: (transaction: Transaction, message: Message) => Promise<Result>,
  ): Promise<Result | null> {
    for (;;) {
      try {
        return await store.write(async (transaction) => {
          const message = await findMessage(transaction.sql, id)
          return message?.state === 'queued' ? take(transaction, message) : null
        })
      } catch (error) {
        if (!(error instanceof FormwireError) || error.code !== 'store_failed') throw error
        await pause(clock, STORE_AGAIN_MS, stopping.signal)
        if (stopping.signal.aborted) return null
      }
    }
  }

  function openLine({ instance_id }: Queued): Line | null {
    const line = deps.lineOf(instance_id)
    return line?.state.type === 'open' ? line : null
  }

  async function showTyping(queued: Queued): Promise<void> {
    const left = () => (queued.due_at ?? 0) - clock.now()
    if (left() <= 0) return
    // It is only seen by those who look: the message goes out without it.
    const show = async (isTyping: boolean) =>
      openLine(queued)
        ?.showTyping(queued.chat_key, isTyping)
        .catch(() => {})
    while (left() > 0 && !stopping.signal.aborted) {
      await show(true)
      await pause(clock, Math.min(left(), TYPING_AGAIN_MS), stopping.signal)
    }
    await show(false)
  }

  async function untilOpen(queued: Queued, patienceMs: number): Promise<Line | null> {
    const deadline = clock.now() + patienceMs
    while (openLine(queued) === null && clock.now() < deadline && !stopping.signal.aborted) {
      await pause(clock, LOOK_AGAIN_MS, stopping.signal)
    }
    return openLine(queued)
  }

  function begin(queued: Queued): Promise<Message | null> {
    return step(queued, async (transaction, message) => {
      const at = clock.now()
      await setTime(transaction.sql, message.id, at)
      const news = { state: 'sending' as const, at, failure: null }
      const sending = await changeState(deps, transaction, { ...message, at }, news)
      await announceSend(deps, transaction, sending)
      return sending
    })
  }

  async function giveUp(queued: Queued): Promise<never> {
    const failure = failureOfRefusal('not_connected')
    await step(queued, (transaction, message) =>
      changeState(deps, transaction, message, { state: 'failed', at: clock.now(), failure }),
    )
    throw problem('instance_not_connected')
  }

  function take(queued: Queued): void {
    bringOut(queued, LINE_PATIENCE_MS).catch((error: unknown) => {
      // What failed stands in the row and was told by events, but for what could not even be kept.
      if (!stopping.signal.aborted) log.debug({ fault: faultOf(error) }, 'a queued message did not go out')
    })
  }

  return {
    take,
    carry: async (message) => (await bringOut(message, 0)) ?? (await findMessage(store.read, message.id)) ?? message,
    async start() {
      for (const queued of await findQueued(store.read)) take(queued)
    },
    stop: () => stopping.abort(),
  }
}
