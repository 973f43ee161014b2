import type { IncomingMessage } from 'node:http'
import { callerKey, findCaller, readToken } from '../account/index.ts'
import { findCallersInstance, findInstance, type Instance } from '../instance/index.ts'
import { problem } from '../kernel/errors.ts'
import { sequenceOf } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import { findEventById, findLastSequence, findWebsocket, type Websocket } from './store.ts'
import { isTicket, type Tickets } from './tickets.ts'

export interface AdmitSocketDeps {
  store: Pick<Store, 'read'>
  hashToken(token: string): string
  tickets: Tickets
  /** Our own address, whose pages may open sockets. */
  baseUrl(): string
  /** Other origins whose pages may. */
  corsOrigins: readonly string[]
}

/** What a request for a WebSocket is let in to. `since`: the sequence that the replay begins behind. */
export interface Admission {
  instance: Instance
  websocket: Websocket
  since: number | null
}

/**
 * Judges a request for `/ws/:instance` before the upgrade. `countAs` is told who calls as soon as that is known, and may
 * refuse.
 * @throws token_missing_socket, token_invalid, token_other_instance, instance_not_found, origin_refused,
 * websocket_not_enabled, event_id_unknown, event_gone
 */
export async function admitSocket(
  deps: AdmitSocketDeps,
  request: IncomingMessage,
  countAs: (callerKey: string) => void,
): Promise<Admission> {
  const { name, query } = readAddress(request.url ?? '')
  const instance = await identify(deps, request, countAs, name, query.get('token') || null)
  if (!isOriginWelcome(deps, request)) throw problem('origin_refused')
  const websocket = await findWebsocket(deps.store.read, instance.id)
  if (websocket?.enabled !== 1) throw problem('websocket_not_enabled', instance.name)
  const since = query.get('since')
  return { instance, websocket, since: since ? await findSince(deps, instance.id, since) : null }
}

function readAddress(target: string): { name: string; query: URLSearchParams } {
  const [path = '', query = ''] = target.split('?', 2)
  const found = /^\/+ws(?:\/+([^/]*))?\/*$/.exec(path)
  if (!found) throw problem('route_not_found')
  try {
    const name = decodeURIComponent(found[1] ?? '')
    if (name.trim() === '') throw problem('instance_name_required')
    return { name, query: new URLSearchParams(query) }
  } catch (error) {
    if (error instanceof URIError) throw problem('request_invalid', 'the URL is malformed')
    throw error
  }
}

/** In the query only a ticket or the instance's own token counts: query strings end in logs. */
async function identify(
  deps: AdmitSocketDeps,
  request: IncomingMessage,
  countAs: (callerKey: string) => void,
  name: string,
  queryToken: string | null,
): Promise<Instance> {
  const headerToken = readToken(request.headers)
  if (headerToken === null && queryToken !== null && isTicket(queryToken)) {
    return redeem(deps, queryToken, countAs, name)
  }
  if (headerToken !== null && queryToken !== null && headerToken !== queryToken) throw problem('token_invalid')
  const token = headerToken ?? queryToken
  if (token === null) throw problem('token_missing_socket')
  const caller = await findCaller(deps, token)
  if (!caller) throw problem('token_invalid')
  countAs(callerKey(caller))
  if (headerToken === null && caller.type !== 'instance') throw problem('token_invalid')
  return findCallersInstance(deps.store, caller, name)
}

async function redeem(
  { tickets, store }: AdmitSocketDeps,
  ticket: string,
  countAs: (callerKey: string) => void,
  name: string,
): Promise<Instance> {
  const instanceId = tickets.redeem(ticket)
  const instance = instanceId === null ? null : await findInstance(store.read, instanceId)
  if (!instance) throw problem('token_invalid')
  countAs(instance.id)
  if (instance.name !== name) throw problem('token_other_instance')
  return instance
}

function isOriginWelcome({ baseUrl, corsOrigins }: AdmitSocketDeps, { headers }: IncomingMessage): boolean {
  const { origin, host } = headers
  if (origin === undefined) return true
  const asked = origin.toLowerCase()
  if (asked === URL.parse(baseUrl())?.origin || corsOrigins.some((known) => known.toLowerCase() === asked)) return true
  return host !== undefined && (asked === `http://${host.toLowerCase()}` || asked === `https://${host.toLowerCase()}`)
}

async function findSince({ store }: AdmitSocketDeps, instanceId: string, eventId: string): Promise<number> {
  const event = await findEventById(store.read, eventId)
  if (event?.instance_id === instanceId) return event.seq
  const sequence = event === null ? sequenceOf(eventId) : null
  // What was given and is not kept was pruned, whatever older events a delivery still needs.
  if (sequence !== null && sequence <= (await findLastSequence(store.read))) throw problem('event_gone')
  throw problem('event_id_unknown')
}
