import type { Socket } from 'node:net'

/** More than any request or answer has; an exported instance is the largest. */
const MOST_BYTES = 64 * 1024 * 1024

/**
 * The first line that comes, without its end; null when the other side ends or breaks before it, or says too much.
 */
export function readLine(socket: Socket, most = MOST_BYTES): Promise<string | null> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let bytes = 0
    socket.on('data', (part: Buffer) => {
      const end = part.indexOf(0x0a)
      parts.push(end === -1 ? part : part.subarray(0, end))
      bytes += part.length
      if (bytes > most) return done(null)
      if (end !== -1) done(Buffer.concat(parts).toString('utf8'))
    })
    const onEnd = () => done(null)
    socket.on('end', onEnd)
    socket.on('close', onEnd)
    socket.on('error', onEnd)
    function done(line: string | null): void {
      socket.pause()
      resolve(line)
    }
  })
}
