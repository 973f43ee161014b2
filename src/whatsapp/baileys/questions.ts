import type { EventEmitter } from 'node:events'
import type { Clock, Timer } from '../../kernel/clock.ts'

/** How long Baileys itself would wait for an answer. */
const ANSWER_MS = 60_000

/**
 * Ends what Baileys asks and nobody answers: it gets `undefined` then, as from its own limit. That one makes three errors
 * with their stack traces for every question that is answered, so it is switched off (see socket.ts).
 */
export function limitQuestions(ws: EventEmitter, clock: Clock): void {
  const limits = new Map<Listener, Timer>()
  ws.on('newListener', (name: string | symbol, listener: Listener) => {
    if (!isAnswer(name)) return
    limits.get(listener)?.cancel()
    limits.set(
      listener,
      clock.after(ANSWER_MS, () => listener(undefined)),
    )
  })
  ws.on('removeListener', (name: string | symbol, listener: Listener) => {
    if (!isAnswer(name)) return
    limits.get(listener)?.cancel()
    limits.delete(listener)
  })
}

type Listener = (answer: unknown) => void

function isAnswer(name: string | symbol): boolean {
  return typeof name === 'string' && name.startsWith('TAG:')
}
