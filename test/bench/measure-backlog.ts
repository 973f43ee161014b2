import { type Look, openDesk } from './desk.ts'
import type { Arrived, Receivers } from './receivers.ts'

/** How a gateway works off what waits for one webhook. */
export interface Worked {
  waiting: number
  chats: number
  /** From the spawn until it was ready, and from there to the first delivery. */
  readyMs: number
  firstMs: number
  /** Deliveries a second in the first tenth, the last tenth, and altogether. */
  early: number
  late: number
  pace: number
  arrived: Arrived
  /** Idle, the most that was seen on the way, and after the end. */
  before: Look
  during: Look
  after: Look
}

const PARTS = 10

export async function measureBacklog(
  receivers: Receivers,
  server: string | undefined,
  waiting: number,
  chats: number,
): Promise<Worked> {
  const path = `/backlog/${waiting}/${chats}/${server === undefined ? 'sqlite' : 'postgres'}`
  const desk = await openDesk(server, [{ url: receivers.baseUrl + path, count: waiting, chats }])
  try {
    const readyMs = await desk.start()
    // The receiver holds what has come already.
    const before = await desk.look()
    const firstMs = await receivers.answer(path, 1)
    const took: number[] = []
    const seen: Look[] = []
    const part = Math.floor((waiting - 1) / PARTS)
    for (let done = 0; done < PARTS; done += 1) {
      took.push(await receivers.answer(path, part))
      seen.push(await desk.look())
    }
    const rest = waiting - 1 - part * PARTS
    if (rest > 0) await receivers.answer(path, rest)
    await desk.look()
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const [early = 0, late = 0] = [took[0], took.at(-1)].map((ms) => (part / (ms ?? Number.NaN)) * 1000)
    const most = (name: keyof Look) => Math.max(...seen.map((look) => look[name]))
    return {
      ...{ waiting, chats, readyMs, firstMs, early, late },
      pace: ((part * PARTS) / took.reduce((sum, ms) => sum + ms, 0)) * 1000,
      arrived: await receivers.arrived(path),
      before,
      during: { rss: most('rss'), heap: most('heap'), stand: most('stand') },
      after: await desk.look(),
    }
  } finally {
    await desk.close()
  }
}
