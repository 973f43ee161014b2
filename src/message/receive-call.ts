import { type Clock, toIso } from '../kernel/clock.ts'
import type { CallUpdate } from '../kernel/event.ts'
import { digitsOf } from '../kernel/jid.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import { faultOf, type Log } from '../platform/log.ts'
import type { Contact, IncomingCall, Line } from '../whatsapp/port.ts'
import type { Sender } from './address-send.ts'
import type { Announce } from './change-state.ts'
import { type DispatchDeps, enqueue } from './dispatch.ts'

/** Whom a call is for. */
export interface CallOwner extends Sender {
  settings: { autoRejectCalls: boolean; callRejectMessage: string; minSendIntervalMs?: number }
}

/**
 * Which news of calls were told, for WhatsApp repeats itself, and which callers got which text. In memory only: a call
 * does not outlive the process, and a text more is no harm.
 */
export interface CallDesk {
  isTold(instanceId: string, call: Told): boolean
  note(instanceId: string, call: Told): void
  /** Whether a caller, by either address, got this very text within the last hour. */
  isAnswered(instanceId: string, caller: Contact, text: string): boolean
  noteAnswer(instanceId: string, caller: Contact, text: string): void
}

type Told = Pick<IncomingCall, 'callId' | 'status'>

export interface ReceiveCallDeps extends Pick<DispatchDeps, 'random' | 'compose' | 'queue'> {
  store: Store
  clock: Clock
  log: Log
  announce: Announce
  calls: CallDesk
  lineOf(instanceId: string): Line | null
}

/** WhatsApp lets a phone ring for less than a minute: what is older rings no more. */
const RINGS_FOR_MS = 60_000
const NEWS_KEPT = 1_000
/** Whoever calls in a loop shall not make us write in one. */
const ANSWER_AGAIN_MS = 60 * 60_000
const ANSWERS_KEPT = 10_000

export function createCallDesk(clock: Clock): CallDesk {
  const told = new Set<string>()
  const answered = new Map<string, { text: string; at: number }>()
  const namesOf = (instanceId: string, { jid, lid }: Contact) =>
    [jid, lid].flatMap((address) => (address === null ? [] : [`${instanceId} ${address}`]))
  const nameOf = (instanceId: string, { callId, status }: Told) => `${instanceId} ${status} ${callId}`
  return {
    isTold: (instanceId, call) => told.has(nameOf(instanceId, call)),
    note(instanceId, call) {
      told.add(nameOf(instanceId, call))
      const [oldest] = told
      if (told.size > NEWS_KEPT && oldest !== undefined) told.delete(oldest)
    },
    isAnswered: (instanceId, caller, text) =>
      namesOf(instanceId, caller).some((name) => {
        const last = answered.get(name)
        return last !== undefined && last.text === text && clock.now() - last.at < ANSWER_AGAIN_MS
      }),
    noteAnswer(instanceId, caller, text) {
      for (const name of namesOf(instanceId, caller)) {
        answered.delete(name)
        answered.set(name, { text, at: clock.now() })
        const [oldest] = answered.keys()
        if (answered.size > ANSWERS_KEPT && oldest !== undefined) answered.delete(oldest)
      }
    },
  }
}

/**
 * Tells what happened to a call as `call.update`. One that rings is rejected where the instance says so, once; a caller
 * who is no group gets the instance's text, the same once an hour, kept in the same transaction and sent as any other.
 */
export async function receiveCall(deps: ReceiveCallDeps, owner: CallOwner, call: IncomingCall): Promise<void> {
  if (deps.calls.isTold(owner.id, call)) return
  const isRinging = call.status === 'ringing' && !call.isOffline && deps.clock.now() - call.at < RINGS_FOR_MS
  const isRejected = isRinging && owner.settings.autoRejectCalls
  await deps.store.write(async (transaction) => {
    await announceCall(deps, transaction, owner, { ...call, isRejectedByUs: false })
    if (isRejected) await writeToCaller(deps, transaction, owner, call)
    transaction.afterCommit(() => deps.calls.note(owner.id, call))
  })
  if (isRejected) void reject(deps, owner, call)
}

/** The news of the line go on meanwhile: WhatsApp's answer takes its time. */
async function reject(deps: ReceiveCallDeps, owner: CallOwner, call: IncomingCall): Promise<void> {
  try {
    const line = deps.lineOf(owner.id)
    if (line === null) return
    await line.rejectCall(call.callId)
    const rejected = { ...call, status: 'rejected' as const, at: deps.clock.now(), isRejectedByUs: true }
    if (deps.calls.isTold(owner.id, rejected)) return
    await deps.store.write((transaction) => announceCall(deps, transaction, owner, rejected))
    deps.calls.note(owner.id, rejected)
  } catch (error) {
    deps.log.warn({ fault: faultOf(error) }, 'a call could not be rejected')
  }
}

async function writeToCaller(
  deps: ReceiveCallDeps,
  transaction: Transaction,
  owner: CallOwner,
  { caller, isVouchedFor, isGroup }: IncomingCall,
): Promise<void> {
  const text = owner.settings.callRejectMessage
  const { jid, lid, name = null } = caller
  const address = jid ?? lid
  if (text.trim() === '' || address === null || isGroup === true) return
  if (!isVouchedFor || deps.calls.isAnswered(owner.id, caller, text)) return
  await enqueue(deps, transaction, owner, {
    recipient: { jid: address, number: digitsOf(jid) ?? address, chat: { jid, lid, name, type: 'private' } },
    quoted: null,
    content: { type: 'text', text, mentions: [], preview: null },
    type: 'text',
    text,
    source: 'call',
  })
  transaction.afterCommit(() => deps.calls.noteAnswer(owner.id, caller, text))
}

async function announceCall(
  deps: ReceiveCallDeps,
  transaction: Transaction,
  { id: instanceId }: CallOwner,
  call: IncomingCall & { isRejectedByUs: boolean },
): Promise<void> {
  const { caller, isVideo, isGroup, isOffline } = call
  const data: CallUpdate = {
    id: call.callId,
    status: call.status,
    timestamp: toIso(call.at),
    from: { jid: caller.jid, lid: caller.lid, name: caller.name ?? null },
    isVideo,
    isGroup,
    isOffline,
    rejected: call.isRejectedByUs,
  }
  const event = { type: 'call.update' as const, data }
  await deps.announce(transaction, { instanceId, event, orderKey: `call ${call.callId}`, messageId: null })
}
