import type { Chance } from '../hostile/chance.ts'
import type { MoodyReceiver } from './moody-receiver.ts'
import type { Rig } from './rig.ts'

/** When a gateway was killed: at work, before it was connected, before it was ready, as soon as it was begun. */
type Moment = 'connected' | 'connecting' | 'starting' | 'begun'

const MOMENTS: readonly Moment[] = ['connected', 'connected', 'connected', 'connecting', 'starting', 'begun']

const LONGEST_MS: Record<Moment, number> = { connected: 900, connecting: 400, starting: 1_500, begun: 30 }
const LONGEST_AWAY_MS = 2_500

/** Of ten kills so many come while the receiver is away. */
const AWAY = 2

/** Kills the gateway so many times, and starts it again; the last time it stays. How often at which moment. */
export async function killAgainAndAgain(
  { gateway, untilConnected }: Rig,
  receiver: MoodyReceiver,
  chance: Chance,
  kills: number,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = { twiceInARow: 0, whileAway: 0 }
  for (let kill = 0, isUp = true; kill < kills; kill += 1, isUp = false) {
    const moment = isUp ? 'connected' : chance.one(MOMENTS)
    counts[moment] = (counts[moment] ?? 0) + 1
    if (moment !== 'connected') counts['twiceInARow'] = (counts['twiceInARow'] ?? 0) + 1
    const starting = isUp ? Promise.resolve() : gateway.start()
    const ended = starting.catch(() => 'ended')
    if (moment === 'connected' || moment === 'connecting') await starting
    if (moment === 'connected') await untilConnected()
    await pass(chance.next() * LONGEST_MS[moment])
    if (chance.whole(1, 10) <= AWAY) {
      counts['whileAway'] = (counts['whileAway'] ?? 0) + 1
      receiver.goAway()
      setTimeout(() => receiver.comeBack(), chance.next() * LONGEST_AWAY_MS)
      await pass(chance.next() * LONGEST_MS.connecting)
    }
    await gateway.kill()
    await ended
  }
  await gateway.start()
  await untilConnected()
  return counts
}

function pass(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
