import type { WebSocket } from 'ws'

/**
 * Answers pings one at a time, and of those that came meanwhile only the last (RFC 6455 §5.5.3): a client that pings and
 * never reads would otherwise have its pongs pile up here.
 */
export function answerPings(socket: WebSocket): void {
  let isAnswering = false
  let waiting: Buffer | null = null

  function answer(payload: Buffer): void {
    isAnswering = true
    socket.pong(payload, false, () => {
      isAnswering = false
      const next = waiting
      waiting = null
      if (next) answer(next)
    })
  }

  socket.on('ping', (payload) => {
    if (socket.readyState !== socket.OPEN) return
    if (isAnswering) waiting = payload
    else answer(payload)
  })
}
