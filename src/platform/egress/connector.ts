import type { LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { type AllowedNetworks, isOpenAddress } from './address.ts'
import { literalOf } from './guard.ts'
import { type LookUpDeps, lookUp } from './look-up.ts'

const LONGEST_CONNECT_MS = 10_000

/** A connection that was not made, or was cut at once, because of where it leads. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
  constructor() {
    super('The address is private or local')
  }
}

export interface ConnectorDeps extends LookUpDeps {
  allowed: AllowedNetworks
  /** Makes the connection, with the look-up that it has to use. Undici's own unless a test stands in. */
  dial?: (lookup: LookupFunction) => buildConnector.connector
}

/**
 * A connector for undici that judges three times: the literal in the URL (Node skips the look-up for those), every
 * answer of the look-up, and the address of the peer that was dialled in the end.
 */
export function guardedConnector(deps: ConnectorDeps): buildConnector.connector {
  const isOpen = (address: string) => isOpenAddress(address, deps.allowed)
  const lookup: LookupFunction = (hostname, _options, answer) => {
    lookUp(deps, hostname).then(
      (found) => {
        if (found.every((each) => isOpen(each.address))) answer(null, [...found])
        else answer(new AddressRefused(), [])
      },
      (cause: unknown) => answer(cause instanceof Error ? cause : new Error('look-up failed', { cause }), []),
    )
  }
  const dial = (deps.dial ?? undiciDial)(lookup)
  return (options, callback) => {
    const literal = literalOf(options.hostname)
    if (literal !== null && !isOpen(literal)) {
      callback(new AddressRefused(), null)
      return
    }
    dial(options, (...[error, socket]) => {
      // Undici leaves the socket out beside an error, whatever its types say.
      if (error !== null || !socket) {
        callback(error ?? new Error('no connection'), null)
        return
      }
      const peer = socket.remoteAddress
      if (peer !== undefined && isOpen(peer)) {
        callback(null, socket)
        return
      }
      socket.destroy()
      callback(peer === undefined ? new Error('no peer') : new AddressRefused(), null)
    })
  }
}

function undiciDial(lookup: LookupFunction): buildConnector.connector {
  return buildConnector({
    lookup,
    autoSelectFamily: true,
    timeout: LONGEST_CONNECT_MS,
    allowH2: false,
    // Said aloud, for NODE_TLS_REJECT_UNAUTHORIZED=0 counts only where nothing is said.
    rejectUnauthorized: true,
    port: 0,
  })
}
