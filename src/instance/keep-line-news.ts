import type { Clock } from '../kernel/clock.ts'
import { toIso } from '../kernel/clock.ts'
import type { InstanceState } from '../kernel/event.ts'
import type { Store, Transaction } from '../platform/db/store.ts'
import type { LineNews } from '../whatsapp/port.ts'
import { reflectLine } from './domain/reflect-line.ts'
import type { Announce } from './event-setup.ts'
import { findInstance, type Instance, updateInstance } from './store.ts'

export interface KeepLineNewsDeps {
  store: Store
  clock: Clock
  announce: Announce
}

type StateNews = Extract<LineNews, { type: 'state' | 'code' | 'linked' }>

/** Keeps what a line says of its own state, and tells it as `instance.state`, in one transaction. */
export async function keepLineNews(deps: KeepLineNewsDeps, instanceId: string, news: StateNews): Promise<void> {
  await deps.store.write(async (transaction) => {
    const instance = await findInstance(transaction.sql, instanceId)
    if (!instance) return
    if (news.type === 'state') return keepState(deps, transaction, instance, news.state)
    if (news.type === 'code') return tellState(deps, transaction, instanceId, { state: 'qr_ready', qr: news.qr })
    await updateInstance(transaction.sql, instanceId, {
      linked: 1,
      number_jid: news.me.jid,
      number_lid: news.me.lid,
      profile_name: news.me.name ?? instance.profileName,
      updated_at: deps.clock.now(),
    })
    return tellState(deps, transaction, instanceId, { state: 'pair_success', ...jidOf(news.me.jid) })
  })
}

/** Puts an `instance.state` event into the transaction. Events of one instance's state keep their order. */
export async function tellState(
  deps: Pick<KeepLineNewsDeps, 'announce' | 'clock'>,
  transaction: Transaction,
  instanceId: string,
  state: Omit<InstanceState, 'timestamp'>,
): Promise<void> {
  await deps.announce(transaction, {
    instanceId,
    event: { type: 'instance.state', data: { ...state, timestamp: toIso(deps.clock.now()) } },
    orderKey: 'instance.state',
    messageId: null,
  })
}

async function keepState(
  deps: KeepLineNewsDeps,
  transaction: Transaction,
  instance: Instance,
  line: Extract<LineNews, { type: 'state' }>['state'],
): Promise<void> {
  const reason = 'reason' in line ? line.reason : undefined
  const reflection = reflectLine({ type: line.type, ...(reason === undefined ? {} : { reason }) })
  if (!reflection) return
  const me = line.type === 'open' ? line.me : null
  await updateInstance(transaction.sql, instance.id, {
    state: reflection.state,
    updated_at: deps.clock.now(),
    ...(me && { linked: 1, number_jid: me.jid, number_lid: me.lid, profile_name: me.name ?? instance.profileName }),
    ...(reflection.state === 'loggedout' && { linked: 0, number_jid: null, number_lid: null }),
  })
  if (reflection.word === null) return
  await tellState(deps, transaction, instance.id, {
    state: reflection.word,
    ...jidOf(me?.jid ?? instance.numberJid),
    ...(reason === undefined ? {} : { reason }),
  })
}

function jidOf(jid: string | null): { jid?: string } {
  return jid === null ? {} : { jid }
}
