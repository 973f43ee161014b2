import type { ServerResponse } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { App } from './app-type.ts'
import { whenOver } from './response-end.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Takes a place among the requests that wait for something that may take long: false when there is none, or nobody
     * is left to wait. It is given back when the response is closed; asking again takes no second one.
     */
    hold(): boolean
  }
}

export interface HeldBounds {
  perCaller: number
  inAll: number
}

const BOUNDS: HeldBounds = { perCaller: 50, inAll: 1_000 }

/** Gives every request its `hold`. Who calls without a token is known by its address. `note` is told how many are held. */
export function registerHeldRequests(
  app: App,
  bounds: HeldBounds = BOUNDS,
  note: (count: number) => void = () => {},
): void {
  const responses = new WeakMap<FastifyRequest, ServerResponse>()
  const held = new WeakSet<FastifyRequest>()
  const places = new Map<string, number>()
  let taken = 0

  function leave(caller: string): void {
    taken -= 1
    note(taken)
    const left = (places.get(caller) ?? 0) - 1
    if (left > 0) places.set(caller, left)
    else places.delete(caller)
  }

  app.addHook('onRequest', async (request, reply) => {
    responses.set(request, reply.raw)
  })
  app.decorateRequest('hold', function (this: FastifyRequest) {
    const response = responses.get(this)
    if (held.has(this)) return true
    // Nothing is held for who has hung up: its response closes no second time.
    if (!response || response.destroyed || this.raw.socket.destroyed) return false
    const caller = this.callerKey ?? this.ip
    const own = places.get(caller) ?? 0
    if (own >= bounds.perCaller || taken >= bounds.inAll) return false
    held.add(this)
    places.set(caller, own + 1)
    taken += 1
    note(taken)
    whenOver(this.raw, response, () => leave(caller))
    return true
  })
}
