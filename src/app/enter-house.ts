import { createEvents } from '../event/index.ts'
import { closeAll } from '../platform/close-all.ts'
import { createEgress } from '../platform/egress/egress.ts'
import { createRateLimit } from '../platform/http/index.ts'
import { createMetrics } from '../platform/metrics.ts'
import { createCounters } from './counters.ts'
import { type AppOptions, layGround, openAccounts } from './ground.ts'
import type { House } from './house.ts'
import { joinRooms } from './rooms.ts'

/**
 * Opens the store for one command, while no gateway runs: nothing is dialled, sent or listened to. `isNew`: the first
 * account was made by that.
 * @throws Refused with one sentence
 */
export async function enterHouse(
  options: AppOptions,
): Promise<{ house: House; isNew: boolean; leave(): Promise<void> }> {
  const { config, clock, random, log } = options
  const opened: (() => unknown)[] = []
  const leave = () => closeAll(opened)
  try {
    const ground = await layGround(options, opened, () => {})
    const isNew = (await openAccounts(options, ground)) !== null
    const egress = createEgress({ allow: config.egressAllow, clock })
    opened.push(() => egress.close())
    const rateLimit = createRateLimit({ clock, ...config.rateLimit })
    const events = createEvents({
      store: ground.store,
      clock,
      random,
      log,
      tokens: ground.tokens,
      egress,
      baseUrl: () => config.baseUrl ?? '',
      corsOrigins: config.corsOrigins,
      tally: () => rateLimit.tally(''),
      includeToken: config.webhookIncludeToken,
    })
    opened.push(() => events.stop())
    const rooms = joinRooms(options, ground, events, egress, createCounters(createMetrics(), clock))
    opened.push(() => rooms.lines.stop())
    return { house: { options, ground, events, rooms, isServing: false, origin: null }, isNew, leave }
  } catch (error) {
    await leave().catch(() => {})
    throw error
  }
}
