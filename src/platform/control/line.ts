import type { Socket } from 'node:net'

/** What a request or an answer may have. An instance that is exported or imported is the largest by far. */
export const MOST_LINE_BYTES = 64 * 1024 * 1024

/** What a file may have that is carried as base64, beside what is said about it. */
export const MOST_CARRIED_BYTES = 47 * 1024 * 1024

/**
 * The first line that comes, without its end; null when the other side ends or breaks before it, or says too much.
 */
export function readLine(socket: Socket, most = MOST_LINE_BYTES): Promise<string | null> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    let bytes = 0
    socket.on('data', take)
    for (const event of ['end', 'close', 'error']) socket.on(event, () => done(null))
    function take(part: Buffer): void {
      const end = part.indexOf(0x0a)
      parts.push(end === -1 ? part : part.subarray(0, end))
      bytes += part.length
      if (bytes > most) done(null)
      else if (end !== -1) done(Buffer.concat(parts).toString('utf8'))
    }
    function done(line: string | null): void {
      socket.off('data', take)
      socket.pause()
      parts.length = 0
      resolve(line)
    }
  })
}
