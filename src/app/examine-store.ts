import { toIso } from '../kernel/clock.ts'
import { type Check, failed, warned, well } from './check.ts'
import { examineInstances, examineWebhooks } from './examine-instances.ts'
import { examineKeys } from './examine-keys.ts'
import type { OpenedGateway } from './opened-gateway.ts'
import { probeStore } from './probe-store.ts'

/** What the store says of itself, of its keys, its numbers and its webhooks. `origin`: where this process listens. */
export async function examine(gateway: OpenedGateway): Promise<{ origin: string | null; checks: Check[] }> {
  const checks = [
    await examineStore(gateway),
    await examineClock(gateway),
    ...(await examineKeys(gateway)),
    ...(await examineInstances(gateway)),
    ...(await examineWebhooks(gateway)),
  ]
  return { origin: gateway.origin, checks }
}

const SLOW_MS = 1_000

/** Of the gateway, what this looks at. */
export interface StoreDeps {
  options: Pick<OpenedGateway['options'], 'clock'>
  storeAndKeys: Pick<OpenedGateway['storeAndKeys'], 'store'>
}

/** A write waits its turn as every other does, and shows a disk that is full and a server that only reads. */
export async function examineStore({ options: { clock }, storeAndKeys: { store } }: StoreDeps): Promise<Check> {
  const name = store.engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'
  const askedAt = clock.now()
  if ((await probeStore({ store, clock })) === 'failed') {
    return failed('store', `${name} takes no writes`, 'look at the disk and at the gateway’s log, then start it again')
  }
  const tookMs = Math.max(0, clock.now() - askedAt)
  if (tookMs <= SLOW_MS) return well('store', `${name}, its tables are up to date, and it takes writes`)
  return warned('store', `${name} took ${tookMs} ms for a small write`, 'look for a slow disk or a busy server')
}

/** The year that this was written in: a clock without a battery starts long before. */
const EARLIEST = Date.UTC(2026, 0, 1)
const SET_BACK_MS = 120_000

/** What the store holds was written before now: else the clock was set back. */
async function examineClock({ options: { clock }, storeAndKeys: { store } }: OpenedGateway): Promise<Check> {
  const { read } = store
  const written = await Promise.all([
    read
      .selectFrom('account')
      .select(({ fn }) => fn.max('created_at').as('at'))
      .executeTakeFirst(),
    read
      .selectFrom('instance')
      .select(({ fn }) => fn.max('updated_at').as('at'))
      .executeTakeFirst(),
    read.selectFrom('event').select('at').orderBy('seq', 'desc').limit(1).executeTakeFirst(),
  ])
  const last = Math.max(...written.map((row) => Number(row?.at ?? 0)))
  const now = clock.now()
  const todo = 'set the clock, and keep it by NTP (timedatectl set-ntp true)'
  if (now < EARLIEST) return failed('clock', `it says ${toIso(now)}`, todo)
  if (last - now > SET_BACK_MS) {
    return failed('clock', `it says ${toIso(now)}, and the store was written at ${toIso(last)}`, todo)
  }
  return well('clock', `it says ${toIso(now)}, and nothing in the store is later`)
}
