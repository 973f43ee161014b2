import type { Duplex } from 'node:stream'
import { ProxyFailed } from './proxy.ts'

/**
 * The next `size` bytes, at least one, and not a byte more: what follows stays in the stream, whose own high-water mark
 * bounds it. Rejects when the stream ends before, or breaks.
 */
export function readExactly(stream: Duplex, size: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      stream.off('readable', look).off('end', onEnd).off('close', onEnd).off('error', onError)
      settle()
    }
    const onError = (error: Error) => finish(() => reject(error))
    const onEnd = () => finish(() => reject(stream.errored ?? new ProxyFailed('not_a_proxy')))
    const look = () => {
      const bytes: Buffer | null = stream.read(size)
      if (bytes === null) return
      // A stream that has ended gives what is left.
      finish(() => (bytes.length === size ? resolve(bytes) : reject(new ProxyFailed('not_a_proxy'))))
    }
    stream.on('readable', look).on('end', onEnd).on('close', onEnd).on('error', onError)
    if (stream.readableEnded || stream.destroyed) onEnd()
    else look()
  })
}
