import { createServer } from 'node:net'

const MOST_TRIES = 100

/** The first port from `first` on that nobody has, on the given host. @throws Error with a sentence when there is none. */
export async function nextFreePort(first: number, host: string): Promise<number> {
  for (let port = first; port < first + MOST_TRIES; port += 1) {
    if (!(await isTaken(port, host))) return port
  }
  throw new Error(`No free port between ${first} and ${first + MOST_TRIES - 1}.`)
}

/** Any port that nobody has; null when the host is none of this machine. */
export function anyFreePort(host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(null))
    probe.listen({ port: 0, host, exclusive: true }, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}

/**
 * Whether somebody listens on a port of the host right now. A port that cannot be opened for another reason, as a host
 * that is none of this machine, is not taken: the gateway has the better sentence for it.
 */
export function isTaken(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(false)))
  })
}
