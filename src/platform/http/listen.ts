import type { AddressInfo } from 'node:net'
import { Refused } from '../../kernel/refused.ts'
import type { App } from './app-type.ts'

/**
 * Opens the port (0: a free one). Resolves with its origin, `http://host:port`.
 * @throws Refused with one sentence
 */
export async function listen(app: App, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (cause) {
    throw new Refused(explain(cause, host, port), { cause })
  }
  const address = app.server.address() as AddressInfo
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${address.port}`
}

function explain(error: unknown, host: string, port: number): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use by another process: set PORT to another one.`
    case 'EACCES':
      return `Port ${port} on ${host} may not be used by this user: set PORT to another one.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${host} is no address of this machine: set FORMWIRE_HOST to another one.`
    default:
      return `Port ${port} on ${host} cannot be opened.`
  }
}
