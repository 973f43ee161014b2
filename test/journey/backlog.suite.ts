import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Desk, openDesk } from '../bench/desk.ts'
import { openReceivers, type Receivers } from '../bench/receivers.ts'

const WAITING = 1_000
const CHATS = 150

/** What waited when the gateway ended is delivered by the next one, beside receivers that are dead. */
export function testBacklog(server: string | undefined): void {
  let receivers: Receivers
  let desk: Desk

  beforeAll(async () => {
    receivers = await openReceivers()
    const waiting = (path: string, count: number) => ({ url: receivers.baseUrl + path, count, chats: CHATS })
    desk = await openDesk(server, [waiting('/hang', 200), waiting('/500', 200), waiting('/healthy', WAITING)])
  })

  afterAll(async () => {
    await desk?.close()
    receivers?.close()
  })

  test('a backlog begins with its oldest, arrives whole and in the order of each chat, beside dead receivers', async () => {
    await desk.start()
    await receivers.answer('/healthy', WAITING)
    expect(await receivers.arrived('/healthy')).toEqual({ count: WAITING, first: 0, outOfOrder: 0 })
    expect((await receivers.arrived('/hang')).count).toBeLessThan(20)
    expect((await receivers.arrived('/500')).count).toBeLessThan(20)
  }, 180_000)
}
