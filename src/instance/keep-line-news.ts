import type { Clock } from '../kernel/clock.ts'
import { toIso } from '../kernel/clock.ts'
import type { InstanceState } from '../kernel/event.ts'
import type { Sql, Store, Transaction } from '../platform/db/store.ts'
import type { DisownReason, LineNews, LineState, Me } from '../whatsapp/port.ts'
import type { StateReason } from './domain/describe-state.ts'
import { isKnown, reflectLine, UNLINKED } from './domain/reflect-line.ts'
import type { Announce } from './event-setup.ts'
import { changeState, findHolder, findInstance, type Instance, updateInstance } from './store.ts'

export interface KeepLineNewsDeps {
  store: Store
  clock: Clock
  announce: Announce
}

/** What a line says of itself. */
export type StateNews = Extract<LineNews, { type: 'state' | 'code' | 'linked' }>

/**
 * Keeps what a line says of its own state, and tells it as `instance.state`, in one transaction; what is known already
 * is not told again. Resolves with a reason when the number is another instance's: nothing is kept of it then, and
 * its line has to disown it. Of two instances that link one number at once, the first that is kept here has it.
 */
export async function keepLineNews(
  deps: KeepLineNewsDeps,
  instanceId: string,
  news: StateNews,
): Promise<DisownReason | null> {
  return deps.store.write(async (transaction) => {
    const instance = await findInstance(transaction.sql, instanceId)
    // A parked one has said all that there is to say.
    if (!instance || instance.parkedAt !== null) return null
    if (news.type === 'state') return keepState(deps, transaction, instance, news.state)
    if (news.type === 'linked') return keepLinked(deps, transaction, instance, news.me)
    await tellState(deps, transaction, instanceId, { state: 'qr_ready', qr: news.qr })
    return null
  })
}

/** Puts an `instance.state` event into the transaction. Events of one instance's state keep their order. */
export async function tellState(
  deps: Pick<KeepLineNewsDeps, 'announce' | 'clock'>,
  transaction: Transaction,
  instanceId: string,
  state: Omit<InstanceState, 'timestamp' | 'reason'> & { reason?: StateReason },
): Promise<void> {
  await deps.announce(transaction, {
    instanceId,
    event: { type: 'instance.state', data: { ...state, timestamp: toIso(deps.clock.now()) } },
    orderKey: 'instance.state',
    messageId: null,
  })
}

/** As events name a number: left out while there is none. */
export function jidOf(jid: string | null): { jid?: string } {
  return jid === null ? {} : { jid }
}

/** As events tell the end of a ban: left out where there is none, or where it was not told. */
export function untilOf(at: number | null): { until?: string } {
  return at === null ? {} : { until: toIso(at) }
}

async function keepLinked(deps: KeepLineNewsDeps, transaction: Transaction, instance: Instance, me: Me) {
  const refused = await refusalOf(transaction.sql, instance, me)
  if (refused !== null) return refused
  await updateInstance(transaction.sql, instance.id, {
    ...linkedTo(instance, me),
    // Another number, or one that somebody has just held in the hand.
    restricted_at: null,
    updated_at: deps.clock.now(),
  })
  await tellState(deps, transaction, instance.id, { state: 'pair_success', ...jidOf(me.jid) })
  return null
}

async function keepState(deps: KeepLineNewsDeps, transaction: Transaction, instance: Instance, line: LineState) {
  const reason = 'reason' in line ? line.reason : null
  const reflection = reflectLine({ type: line.type, ...(reason === null ? {} : { reason }) })
  if (!reflection) return null
  const me = line.type === 'open' ? line.me : null
  const refused = me && (await refusalOf(transaction.sql, instance, me))
  if (refused !== null) return refused
  const { state, word } = reflection
  const isNew = !isKnown(instance, state, reason)
  if (!isNew && me === null) return null
  const bannedUntil = line.type === 'ended' ? (line.ban?.until ?? null) : null
  const now = deps.clock.now()
  await changeState(transaction.sql, instance.id, {
    state,
    since: now,
    state_reason: reason,
    banned_until: bannedUntil,
    updated_at: now,
    ...(me && linkedTo(instance, me)),
    ...((state === 'loggedout' || isDisowned(reason)) && UNLINKED),
  })
  if (!isNew || word === null) return null
  await tellState(deps, transaction, instance.id, {
    state: word,
    ...jidOf(me?.jid ?? instance.numberJid),
    ...(reason === null ? {} : { reason }),
    ...untilOf(bannedUntil),
  })
  return null
}

function linkedTo(instance: Instance, me: Me) {
  return { linked: 1, number_jid: me.jid, number_lid: me.lid, profile_name: me.name ?? instance.profileName }
}

/** Why a number must not be linked to an instance. One that has it already keeps it. */
async function refusalOf(sql: Sql, instance: Instance, { jid }: Me): Promise<DisownReason | null> {
  if (jid === null || (instance.isLinked && instance.numberJid === jid)) return null
  const holder = await findHolder(sql, instance.id, [jid])
  if (holder === null) return null
  return holder.accountId === instance.accountId ? 'number_linked_elsewhere' : 'number_refused'
}

function isDisowned(reason: string | null): boolean {
  return reason === 'number_linked_elsewhere' || reason === 'number_refused'
}
