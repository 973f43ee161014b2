import type { Clock } from '../kernel/clock.ts'
import { FormwireError, problem } from '../kernel/errors.ts'
import { isSameJid } from '../kernel/jid.ts'
import type { Transaction } from '../platform/db/store.ts'
import { faultOf, type Log } from '../platform/log.ts'
import type { Line } from '../whatsapp/port.ts'
import { admitInTurn, failureOf, laneOf, type Restricted, restrictedProblem } from './admit-send.ts'
import { announceSend } from './announce-send.ts'
import { changeState } from './change-state.ts'
import { failureOfRefusal } from './domain/failure.ts'
import { type HandOverDeps, handOver } from './hand-over.ts'
import { createLanes } from './lanes.ts'
import { findMessage, findQueued, type Message, type QueuedMessage, setTime } from './store.ts'
import type { Waits } from './waits.ts'
import { writeSurely } from './write-surely.ts'

/**
 *  kept as queued ──"typing…"──▶ due ──▶ sending ──▶ handed over, as any send
 *                                 │ (the line is closed: with nobody waiting, it has a while to open)
 *                                 └──▶ failed: not connected, or a first contact that WhatsApp allows no more
 *
 * What is due waits for its turn, where the instance keeps a distance between its sends (pace.ts).
 *
 * The row is the queue: what is in hand here is only what this process waits for. The next start takes every row that
 * still says `queued`, and the step to `sending` is a transaction, so that each goes out once.
 */
export interface SendQueue {
  /** Sends a queued message when it is due. */
  take(message: QueuedMessage): void
  /**
   * As `take`, for a caller who waits: resolves as `handOver` does, or with the message as it is when the queue stops.
   * `isWaitedFor`: asked when the line is not open; once it says no, the message is as patient as one that was taken.
   * @throws instance_not_connected when the line is not open at that moment; instance_not_found when the instance was
   * deleted meanwhile; what `handOver` throws
   */
  carry(message: QueuedMessage, isWaitedFor?: () => boolean): Promise<Message>
  /** Takes what an earlier process has left. */
  start(): Promise<void>
}

export interface SendQueueDeps extends HandOverDeps {
  clock: Clock
  /** When they end, the queue does: what is not due yet is left to the next start. */
  waits: Waits
  log: Log
  /** The line of an instance, open or not; null when it has none. */
  lineOf(instanceId: string): Line | null
}

/** Phones stop showing "typing…" some ten to twenty seconds after they last heard of it. */
const TYPING_AGAIN_MS = 8_000

/** After a restart the lines need a moment; a number that is not back by then may have been unlinked. */
const LINE_PATIENCE_MS = 120_000
/** A start dials hundreds of lines a few at a time: whose turn to be dialled has not come is not late yet. */
const UNDIALLED_PATIENCE_MS = 13 * 60_000
const LOOK_AGAIN_MS = 500

/** So many messages of an instance are handed over at once: what waits behind them is not asked of WhatsApp yet. */
const AT_ONCE = 16

/** How long one message still waits for its line. */
interface Patience {
  isWaitedFor(): boolean
  restMs: number
  undialledMs: number
}

function patienceOf(isWaitedFor: () => boolean): Patience {
  return { isWaitedFor, restMs: LINE_PATIENCE_MS, undialledMs: UNDIALLED_PATIENCE_MS }
}

function isAtItsEnd({ isWaitedFor, restMs }: Patience): boolean {
  return isWaitedFor() || restMs <= 0
}

export function createSendQueue(deps: SendQueueDeps): SendQueue {
  const { store, clock, log, waits } = deps
  const lanes = createLanes(AT_ONCE)

  /** Null when the queue stopped first, or the message was dealt with elsewhere. */
  async function bringOut(queued: QueuedMessage, patience: Patience): Promise<Message | null> {
    await showTyping(queued)
    for (;;) {
      // What waits for a line takes no place from what can go out.
      await untilOpen(queued, patience)
      const passed = await lanes.enter(await laneOf(deps, queued), () => pass(queued, patience))
      if (passed !== 'closed') return passed
    }
  }

  /** `closed`: the line closed while the message stood in its lane; unless this is its last chance. */
  async function pass(queued: QueuedMessage, patience: Patience): Promise<Message | null | 'closed'> {
    const restricted = waits.isOver() ? null : await admitInTurn(deps, queued)
    if (waits.isOver()) return null
    if (restricted !== null) return refuse(queued, restricted)
    const line = openLine(queued)
    if (line === null) return isAtItsEnd(patience) ? giveUp(queued) : 'closed'
    const message = await begin(queued)
    return message && handOver(deps, line, message)
  }

  /** The instance's open line, as long as it is still the number that the message was composed for. */
  function openLine({ instance_id, sender_jid }: QueuedMessage): Line | null {
    const line = deps.lineOf(instance_id)
    if (line?.state.type !== 'open') return null
    const { jid } = line.state.me
    return jid === null || sender_jid === null || isSameJid(jid, sender_jid) ? line : null
  }

  /** Never longer than its own delay, whatever the clock says: it may be set back meanwhile. */
  async function showTyping(queued: QueuedMessage): Promise<void> {
    const { at, due_at: dueAt } = queued
    if (dueAt === null) return
    let rest = Math.min(dueAt - clock.now(), dueAt - at)
    if (rest <= 0) return
    // It is only seen by those who look: the message goes out without it.
    const show = async (isTyping: boolean) =>
      openLine(queued)
        ?.showTyping(queued.chat_key, isTyping)
        .catch(() => {})
    while (rest > 0 && !waits.isOver()) {
      const pauseMs = Math.min(rest, TYPING_AGAIN_MS)
      await show(true)
      await waits.pause(pauseMs)
      rest = Math.min(rest - pauseMs, dueAt - clock.now())
    }
    await show(false)
  }

  /** One timer for all who wait for a line; they look again in the order in which they came. */
  let nextLook: Promise<void> | null = null
  function untilNextLook(): Promise<void> {
    nextLook ??= waits.pause(LOOK_AGAIN_MS).then(() => {
      nextLook = null
    })
    return nextLook
  }

  async function untilOpen(queued: QueuedMessage, patience: Patience): Promise<void> {
    while (!isAtItsEnd(patience) && openLine(queued) === null && !waits.isOver()) {
      await untilNextLook()
      const isUndialled = deps.lineOf(queued.instance_id)?.state.type === 'idle'
      patience[isUndialled && patience.undialledMs > 0 ? 'undialledMs' : 'restMs'] -= LOOK_AGAIN_MS
    }
  }

  /** Null when the message was dealt with elsewhere, or the queue stopped before it could be kept. */
  async function step(
    { id }: QueuedMessage,
    take: (transaction: Transaction, message: Message) => Promise<Message>,
  ): Promise<Message | null> {
    const stepped = await writeSurely({ store, waits }, async (transaction) => {
      const message = await findMessage(transaction.sql, id)
      return message?.state === 'queued' ? take(transaction, message) : null
    })
    return stepped ?? null
  }

  function begin(queued: QueuedMessage): Promise<Message | null> {
    return step(queued, async (transaction, message) => {
      const at = clock.now()
      await setTime(transaction.sql, message.id, at)
      const news = { state: 'sending' as const, at, failure: null }
      const sending = await changeState(deps, transaction, { ...message, at }, news)
      await announceSend(deps, transaction, sending)
      return sending
    })
  }

  /** @throws instance_not_connected, unless the message was dealt with elsewhere */
  async function giveUp(queued: QueuedMessage): Promise<null> {
    const failure = failureOfRefusal('not_connected')
    const failed = await step(queued, (transaction, message) =>
      changeState(deps, transaction, message, { state: 'failed', at: clock.now(), failure }),
    )
    if (failed === null) return null
    throw problem('instance_not_connected')
  }

  /** @throws account_restricted, unless the message was dealt with elsewhere */
  async function refuse(queued: QueuedMessage, restricted: Restricted): Promise<null> {
    const news = { state: 'failed' as const, at: clock.now(), failure: failureOf(restricted) }
    const failed = await step(queued, (transaction, message) => changeState(deps, transaction, message, news))
    if (failed === null) return null
    throw restrictedProblem(deps, restricted)
  }

  function take(queued: QueuedMessage): void {
    bringOut(
      queued,
      patienceOf(() => false),
    ).catch((error: unknown) => {
      // What failed stands in the row and was told by events, unless it is nothing that anybody expected.
      if (!(error instanceof FormwireError)) log.warn({ fault: faultOf(error) }, 'a queued message did not go out')
    })
  }

  return {
    take,
    async carry(queued, isWaitedFor = () => true) {
      const message = (await bringOut(queued, patienceOf(isWaitedFor))) ?? (await findMessage(store.read, queued.id))
      if (!message) throw problem('instance_not_found')
      // It was failed while it waited, by whoever erased what it is about.
      if (message.state === 'failed') throw problem('send_failed', message.failure_message ?? 'it was given up')
      return message
    },
    async start() {
      for (const queued of await findQueued(store.read)) take(queued)
    },
  }
}
