import type { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Lets all that is said in answer to a message of the server leave in one write: at a log-in Baileys asks five things
 * in one turn of the event loop. What is returned sends at once what waits, and must be called before a socket is cut.
 */
export function writeOncePerTurn(ws: EventEmitter): () => void {
  let raw: Socket | null = null
  let isHeldBack = false

  function letGo(): void {
    if (!isHeldBack) return
    isHeldBack = false
    raw?.uncork()
  }

  ws.on('upgrade', ({ socket }: IncomingMessage) => {
    raw = socket
  })
  ws.prependListener('message', () => {
    if (raw === null || isHeldBack) return
    isHeldBack = true
    raw.cork()
    setImmediate(letGo)
  })
  return letGo
}
