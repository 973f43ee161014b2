import { type BinaryNode, getAllBinaryNodeChildren, getBinaryNodeChild } from '@whiskeysockets/baileys'
import type { Contact, IncomingCall } from '../port.ts'
import { contactFrom, isSamePerson, plainJid } from './people.ts'

/** A call as its stanza tells it. */
export interface StanzaCall {
  callId: string
  status: IncomingCall['status']
  /** Who began it, as the stanza spells it: what a rejection is addressed to. */
  creator: string
  caller: Contact
  /** The server, who writes the `from` of the stanza, names the same person. */
  isVouchedFor: boolean
  name: string | null
  /** Null where the stanza does not say: only the first one of a call does. */
  kind: Pick<IncomingCall, 'isVideo' | 'isGroup'> | null
  isOffline: boolean
  at: number
}

/** Callers choose the ids of calls. */
const LONGEST_ID = 255

/** What the first child of `<call>` is named. The others are about how a call is carried, and not told. */
const STATUSES = new Map<string, IncomingCall['status']>(
  Object.entries({
    offer: 'ringing',
    offer_notice: 'ringing',
    accept: 'accepted',
    reject: 'rejected',
    terminate: 'ended',
  }),
)

/**
 * What happened to a call, from `<call from t [offline]><offer call-id call-creator caller_pn …>`; null when it says
 * nothing of the kind. Shape: Baileys' `handleCall`. Pure.
 */
export function readCall(node: BinaryNode, nowMs: number): StanzaCall | null {
  const [told] = getAllBinaryNodeChildren(node)
  const status = told && STATUSES.get(told.tag)
  const callId = told?.attrs['call-id']
  const creator = told?.attrs['call-creator'] ?? told?.attrs['from'] ?? node.attrs['from']
  if (!told || !status || !callId || callId.length > LONGEST_ID || !creator) return null
  const caller = contactFrom(plainJid(creator), told.attrs['caller_pn'] ?? told.attrs['caller_lid'])
  if (caller === null) return null
  const sender = contactFrom(node.attrs['from'], null)
  const seconds = Number(node.attrs['t'])
  return {
    callId,
    status: told.tag === 'terminate' && told.attrs['reason'] === 'timeout' ? 'missed' : status,
    creator,
    caller,
    isVouchedFor: sender !== null && isSamePerson(sender, caller),
    name: node.attrs['notify'] || null,
    kind:
      status === 'ringing'
        ? {
            isVideo: getBinaryNodeChild(told, 'video') !== undefined || told.attrs['media'] === 'video',
            isGroup: told.attrs['type'] === 'group' || Boolean(told.attrs['group-jid']),
          }
        : null,
    isOffline: node.attrs['offline'] !== undefined,
    at: Number.isSafeInteger(seconds) && seconds > 0 && seconds < 1e11 ? seconds * 1000 : nowMs,
  }
}

/** The calls of a line that it heard ringing, the last ones: what follows does not say again who rang, and how. */
export interface CallBook {
  /** The call with all that is known of it by now. */
  note(call: StanzaCall): StanzaCall
  find(callId: string): StanzaCall | null
}

const CALLS_KEPT = 200

export function createCallBook(): CallBook {
  const rung = new Map<string, StanzaCall>()
  return {
    note(call) {
      const first = rung.get(call.callId)
      if (first) {
        const { creator, caller, isVouchedFor, kind } = first
        return { ...call, creator, caller, isVouchedFor, kind, name: call.name ?? first.name }
      }
      if (call.status !== 'ringing') return call
      rung.set(call.callId, call)
      const [oldest] = rung.keys()
      if (rung.size > CALLS_KEPT && oldest !== undefined) rung.delete(oldest)
      return call
    },
    find: (callId) => rung.get(callId) ?? null,
  }
}
