import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Runs `task` once, when the response is closed or its connection is. Of a response that still waits for those before
 * it on a connection (pipelining), Node tells nothing when the connection ends.
 */
export function whenOver(request: IncomingMessage, response: ServerResponse, task: () => void): void {
  const { socket } = request
  let isOver = false
  const end = () => {
    response.off('close', end)
    socket.off('close', end)
    // The one may be told in the middle of the other.
    if (!isOver) task()
    isOver = true
  }
  response.on('close', end)
  socket.on('close', end)
}
