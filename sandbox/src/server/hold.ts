import type { BinaryNode } from '../wire/node.ts'
import type { Account, Device } from './directory.ts'

/** A message that was let go. */
export interface Released {
  id: string
  /** Milliseconds since 1970. */
  at: number
}

/** Messages to an account's companions that wait until somebody lets them go: they lie in the mailbox meanwhile. */
export interface Hold {
  begin(account: Account): void
  /** Takes a message in when its account is held; false: deliver it. */
  takes(device: Device, stanza: BinaryNode): boolean
  /**
   * Sends what was held, in its order: all at once, or so many a second. What comes from now on is held no more.
   * Resolves with when each left.
   */
  release(account: Account, perSecond?: number): Promise<Released[]>
  clear(): void
}

/** Sent in one turn of the event loop, so that what a client answers meanwhile is read too. */
const AT_ONCE = 20

export function createHold(clock: () => number): Hold {
  const held = new Map<Account, { device: Device; stanza: BinaryNode }[]>()

  const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

  return {
    begin(account) {
      if (!held.has(account)) held.set(account, [])
    },
    takes(device, stanza) {
      const waiting = stanza.tag === 'message' && device.id !== 0 ? held.get(device.account) : undefined
      waiting?.push({ device, stanza })
      return waiting !== undefined
    },
    async release(account, perSecond) {
      const waiting = held.get(account) ?? []
      held.delete(account)
      const released: Released[] = []
      const beganAt = clock()
      for (const [index, { device, stanza }] of waiting.entries()) {
        if (perSecond === undefined) {
          if (index % AT_ONCE === 0) await nextTurn()
        } else {
          const early = beganAt + (index * 1000) / perSecond - clock()
          if (early > 0) await pass(early)
        }
        if (device.session?.active) device.session.connection.send(stanza)
        released.push({ id: stanza.attrs.id ?? '', at: clock() })
      }
      return released
    },
    clear: () => held.clear(),
  }
}
