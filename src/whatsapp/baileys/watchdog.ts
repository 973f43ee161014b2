import type { Clock, Timer } from '../../kernel/clock.ts'
import type { Random } from '../../kernel/id.ts'
import { scaled } from './patience.ts'

const SHORTEST_PAUSE_MS = 20_000
const LONGEST_PAUSE_MS = 30_000
const ANSWER_MS = 20_000
const SHORTEST_ANSWER_MS = 5_000
/** A timer that fires so late says that this process stood still, not that the server did. */
const LATE_MS = 3_000

export interface WatchdogDeps {
  clock: Clock
  random: Random
  timeScale: number
}

/**
 * Asks the server every 20 to 30 seconds whether it is there (WhatsApp Web's and whatsmeow's interval), and calls
 * `onDead` once when no answer comes within 20 s, whatever else still arrives: a socket whose other end is gone may
 * look open for a quarter of an hour. The pause is random so that many numbers do not ask together.
 *
 * Baileys' own keep-alive is switched off (see socket.ts): it takes any byte for a sign of life, does not look at the
 * answer to its ping, and counts by the process's clock.
 *
 * A process that was suspended or busy for long finds all its answers late at once; it asks again before it judges,
 * for otherwise every line would be dialled anew in the same moment.
 */
export function watch(deps: WatchdogDeps, ping: (onAnswer: () => void) => void, onDead: () => void): Timer {
  const { clock, random, timeScale } = deps
  let timer = clock.after(pauseMs(), ask)
  let asked = 0

  function pauseMs(): number {
    const chance = (random.bytes(1)[0] ?? 0) / 255
    return (SHORTEST_PAUSE_MS + (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS) * chance) / timeScale
  }

  function ask(): void {
    asked += 1
    const mine = asked
    const answerMs = scaled(ANSWER_MS, timeScale, SHORTEST_ANSWER_MS)
    const due = clock.now() + answerMs
    timer = clock.after(answerMs, () => {
      if (clock.now() - due > LATE_MS) return ask()
      asked += 1
      onDead()
    })
    ping(() => {
      if (mine !== asked) return
      asked += 1
      timer.cancel()
      timer = clock.after(pauseMs(), ask)
    })
  }

  return {
    cancel() {
      asked += 1
      timer.cancel()
    },
  }
}
