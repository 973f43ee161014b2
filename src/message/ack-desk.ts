import type { Clock } from '../kernel/clock.ts'
import type { Message } from './store.ts'

const LONGEST_WAIT_MS = 5_000

/** Where a send waits for the server's verdict on it. */
export interface AckDesk {
  /**
   * Waits for the verdict on a message, at most 5 s; resolves with the row after the verdict is stored, or null when
   * none came in time. Ask before the message is written to the socket.
   */
  expect(instanceId: string, messageId: string): { verdict: Promise<Message | null>; giveUp(): void }
  /** Tells whoever waits that the verdict is stored. */
  settle(message: Message): void
  /** Lets nobody wait any longer: the process is about to stop. */
  stop(): void
}

export function createAckDesk(clock: Clock): AckDesk {
  const waiting = new Map<string, (message: Message | null) => void>()
  let isStopped = false
  return {
    expect(instanceId, messageId) {
      if (isStopped) return { verdict: Promise.resolve(null), giveUp: () => {} }
      const key = `${instanceId} ${messageId}`
      let giveUp = () => {}
      const verdict = new Promise<Message | null>((resolve) => {
        const timer = clock.after(LONGEST_WAIT_MS, () => settleOnce(null))
        const settleOnce = (message: Message | null) => {
          timer.cancel()
          waiting.delete(key)
          resolve(message)
        }
        waiting.set(key, settleOnce)
        giveUp = () => settleOnce(null)
      })
      return { verdict, giveUp }
    },
    stop() {
      isStopped = true
      for (const settleOnce of [...waiting.values()]) settleOnce(null)
    },
    settle(message) {
      waiting.get(`${message.instance_id} ${message.message_id}`)?.(message)
    },
  }
}
