import { createServer } from 'node:net'

const MOST_TRIES = 100

/** The first free port from `first` on, on the given host. @throws Error with a sentence when there is none. */
export async function nextFreePort(first: number, host: string): Promise<number> {
  for (let port = first; port < first + MOST_TRIES; port += 1) {
    if (await isFree(port, host)) return port
  }
  throw new Error(`No free port between ${first} and ${first + MOST_TRIES - 1}.`)
}

/** Whether nobody listens on a port of the host right now. */
export function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)))
  })
}
