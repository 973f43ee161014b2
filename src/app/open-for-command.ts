import { createSessions } from '../account/index.ts'
import { createEvents } from '../event/index.ts'
import { closeAll } from '../platform/close-all.ts'
import { createEgress } from '../platform/egress/egress.ts'
import { createRateLimit } from '../platform/http/index.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createCounters } from './counters.ts'
import type { OpenedGateway } from './opened-gateway.ts'
import { joinRooms } from './rooms.ts'
import { type AppOptions, openAccounts, openStoreAndKeys } from './store-and-keys.ts'

/**
 * Opens the store for one command, while no gateway runs: nothing is dialled, sent or listened to. `isNew`: the first
 * account was made by that.
 * @throws Refused with one sentence
 */
export async function openForCommand(
  options: AppOptions,
): Promise<{ gateway: OpenedGateway; isNew: boolean; close(): Promise<void> }> {
  const { config, clock, random, log } = options
  const opened: (() => unknown)[] = []
  const close = () => closeAll(opened)
  try {
    const storeAndKeys = await openStoreAndKeys(options, opened, () => {})
    const isNew = (await openAccounts(options, storeAndKeys)) !== null
    const egress = createEgress({ allow: config.egressAllow, clock })
    opened.push(() => egress.close())
    const rateLimit = createRateLimit({ clock, ...config.rateLimit })
    const { store, tokens } = storeAndKeys
    const shared = { store, clock, random, log }
    const events = createEvents({
      ...shared,
      tokens,
      sessions: createSessions({ ...shared, hashToken: tokens.hashToken, isHttps: () => false }),
      egress,
      baseUrl: () => config.baseUrl ?? '',
      corsOrigins: config.corsOrigins,
      tally: () => rateLimit.tally(''),
      includeToken: config.webhookIncludeToken,
    })
    opened.push(() => events.stop())
    const rooms = joinRooms(options, storeAndKeys, events, egress, createCounters(createMetrics(), clock))
    opened.push(() => rooms.lines.stop())
    return { gateway: { options, storeAndKeys, events, rooms, isServing: false, origin: null }, isNew, close }
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
}
