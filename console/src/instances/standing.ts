import type { Instance, InstanceState } from './instance-shapes.ts'

/** `connection.reason` of the list (docs/staying-linked.md). */
const REASONS = [
  'connection_lost',
  'timed_out',
  'server_unavailable',
  'restart_required',
  'store_failed',
  'proxy_failed',
  'gateway_stopped',
  'closed_by_us',
  'logged_out',
  'banned',
  'replaced',
  'bad_session',
  'client_outdated',
  'server_not_genuine',
  'link_expired',
  'passkey_required',
  'number_linked_elsewhere',
  'number_refused',
  'exported',
] as const

export type Reason = (typeof REASONS)[number]

/** After these a number that is linked is dialled again by the gateway itself. */
const BY_ITSELF: ReadonlySet<Reason> = new Set([
  'connection_lost',
  'timed_out',
  'server_unavailable',
  'restart_required',
  'store_failed',
  'proxy_failed',
  'gateway_stopped',
])

/** How an instance stands, in what a person makes of it: the reason, or what there is when none is told. */
export type Situation =
  | Reason
  | 'connected'
  | 'connecting'
  | 'linking'
  | 'unlinked'
  | 'disconnected'
  | 'logged_out_here'

export interface Standing {
  situation: Situation
  tone: 'good' | 'note' | 'warn' | 'wrong' | 'plain'
  /** What a person can do about it here. */
  next: 'nothing' | 'link' | 'reconnect'
  /** The gateway goes on by itself. */
  isRetried: boolean
  /** A reason that only a later gateway knows: its own sentence is to be shown. */
  isUnknown: boolean
}

type Connection = Pick<Instance['connection'], 'state' | 'reason' | 'numberJid'>

/** Pure. */
export function standingOf({ state, reason, numberJid }: Connection): Standing {
  const isLinked = numberJid !== null
  const known = readReason(reason)
  const situation = situationOf(state, known, isLinked)
  return {
    situation,
    tone: toneOf(state, situation, isLinked),
    next: nextOf(state, situation, isLinked),
    isRetried: state === 'disconnected' && isLinked && known !== null && BY_ITSELF.has(known),
    isUnknown: reason !== null && known === null,
  }
}

export function readReason(reason: string | null | undefined): Reason | null {
  return REASONS.find((one) => one === reason) ?? null
}

function situationOf(state: InstanceState, reason: Reason | null, isLinked: boolean): Situation {
  switch (state) {
    case 'connected':
      return 'connected'
    case 'connecting':
      return isLinked ? 'connecting' : 'linking'
    case 'loggedout':
      return reason ?? 'logged_out_here'
    case 'banned':
      return 'banned'
    case 'passkey_required':
      return 'passkey_required'
    case 'disconnected':
      return reason ?? (isLinked ? 'disconnected' : 'unlinked')
  }
}

function toneOf(state: InstanceState, situation: Situation, isLinked: boolean): Standing['tone'] {
  if (state === 'connected') return 'good'
  if (state === 'connecting') return 'note'
  if (state === 'banned' || state === 'passkey_required') return 'wrong'
  if (situation === 'unlinked' || situation === 'logged_out_here') return 'plain'
  return isLinked ? 'wrong' : 'warn'
}

function nextOf(state: InstanceState, situation: Situation, isLinked: boolean): Standing['next'] {
  if (state === 'connected' || situation === 'exported') return 'nothing'
  return isLinked ? 'reconnect' : 'link'
}

/** Whether what helps after it holds for a number that is linked only: any other needs a new code. Pure. */
export function isOfLinked(situation: Situation): boolean {
  switch (situation) {
    case 'connection_lost':
    case 'timed_out':
    case 'server_unavailable':
    case 'restart_required':
    case 'gateway_stopped':
    case 'closed_by_us':
    case 'replaced':
    case 'bad_session':
    case 'disconnected':
      return true
    case 'unlinked':
    case 'connected':
    case 'connecting':
    case 'linking':
    case 'logged_out_here':
    case 'logged_out':
    case 'store_failed':
    case 'proxy_failed':
    case 'banned':
    case 'client_outdated':
    case 'server_not_genuine':
    case 'link_expired':
    case 'passkey_required':
    case 'number_linked_elsewhere':
    case 'number_refused':
    case 'exported':
      return false
  }
}
