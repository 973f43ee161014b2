import type { IncomingMessage } from 'node:http'
import { type Caller, callerKey, findCaller, readToken, type Session, type Sessions } from '../account/index.ts'
import { findCallersInstance, findInstance, type Instance } from '../instance/index.ts'
import { problem } from '../kernel/errors.ts'
import { sequenceOf } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import { isOwnOrigin, type Way } from '../platform/http/index.ts'
import { findEventById, findLastSequence, findWebsocket, type Websocket } from './store.ts'
import { findPruned, hasSequence } from './store-chunks.ts'
import type { Opens, Tickets } from './tickets.ts'

export interface AdmitSocketDeps {
  store: Pick<Store, 'read'>
  hashToken(token: string): string
  tickets: Tickets
  sessions: Pick<Sessions, 'isNamed' | 'find' | 'lasts' | 'watch'>
  /** Our own address, whose pages may open sockets. */
  baseUrl(): string
  /** Other origins whose pages may. */
  corsOrigins: readonly string[]
}

/** What a request for a WebSocket is let in to. `since`: the sequence that the replay begins behind. */
export interface Admission {
  instance: Instance
  /** Whose token it came with, or asked for its ticket. */
  holder: Caller['type']
  /** The session of the console that it ends with: it came by that, or with its ticket. */
  session: Session | null
  /** null: who comes by a session hears everything, whatever is configured. */
  websocket: Websocket | null
  since: number | null
}

/**
 * Judges a request for `/ws/:instance` before the upgrade. `countAs` is told who calls as soon as that is known, and may
 * refuse.
 * @throws token_missing_socket, token_invalid, session_ended, token_other_instance, instance_not_found, origin_refused,
 * websocket_not_enabled, event_id_unknown, event_gone
 */
export async function admitSocket(
  deps: AdmitSocketDeps,
  request: IncomingMessage,
  countAs: (callerKey: string, way?: Way) => void,
): Promise<Admission> {
  const { name, query } = readAddress(request.url ?? '')
  const { instance, holder, session, hearsAll } = await identify(deps, request, countAs, name, query)
  if (!isOriginWelcome(deps, request)) throw problem('origin_refused')
  const websocket = hearsAll ? null : await findEnabled(deps, instance)
  const [since, another] = valuesOf(query, 'since')
  if (another !== undefined) throw problem('event_id_unknown')
  return {
    instance,
    holder,
    session,
    websocket,
    since: since === undefined ? null : await findSince(deps, instance.id, since),
  }
}

async function findEnabled({ store }: AdmitSocketDeps, { id, name }: Instance): Promise<Websocket> {
  const websocket = await findWebsocket(store.read, id)
  if (websocket?.enabled !== 1) throw problem('websocket_not_enabled', name)
  return websocket
}

function readAddress(target: string): { name: string; query: URLSearchParams } {
  const end = target.indexOf('?')
  const path = end === -1 ? target : target.slice(0, end)
  const query = end === -1 ? '' : target.slice(end)
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

/** The different values of a parameter; an empty one counts as none. */
function valuesOf(query: URLSearchParams, name: string): string[] {
  return [...new Set(query.getAll(name))].filter((value) => value !== '')
}

type Identified = Pick<Admission, 'instance' | 'holder' | 'session'> & { hearsAll: boolean }

/** In the query only a ticket or the instance's own token counts: query strings end in logs. */
async function identify(
  deps: AdmitSocketDeps,
  request: IncomingMessage,
  countAs: (callerKey: string, way?: Way) => void,
  name: string,
  query: URLSearchParams,
): Promise<Identified> {
  const headerToken = readToken(request.headers)
  const [token, another] = new Set([...(headerToken === null ? [] : [headerToken]), ...valuesOf(query, 'token')])
  if (token === undefined) return enterBySession(deps, request, countAs, name)
  if (another !== undefined) throw problem('token_invalid')
  const opens = headerToken === null ? deps.tickets.redeem(token) : null
  if (opens) return enterWith(deps, opens, countAs, name)
  const caller = await findCaller(deps, token)
  if (!caller) throw problem('token_invalid')
  countAs(callerKey(caller))
  if (headerToken === null && caller.type !== 'instance') throw problem('token_invalid')
  const instance = await findCallersInstance(deps.store, caller, name)
  return { instance, holder: caller.type, session: null, hearsAll: false }
}

/** The cookie counts for our own pages alone: a browser sends it whoever's page opens the socket. */
async function enterBySession(
  deps: AdmitSocketDeps,
  request: IncomingMessage,
  countAs: (callerKey: string, way?: Way) => void,
  name: string,
): Promise<Identified> {
  const { origin, host } = request.headers
  const isOurs = origin !== undefined && isOwnOrigin(origin, deps.baseUrl(), host)
  if (!isOurs || !deps.sessions.isNamed(request)) throw problem('token_missing_socket')
  const session = await deps.sessions.find(request)
  countAs(callerKey(session.caller), 'session')
  return {
    instance: await findCallersInstance(deps.store, session.caller, name),
    holder: session.caller.type,
    session,
    hearsAll: true,
  }
}

async function enterWith(
  { store, sessions }: AdmitSocketDeps,
  { instanceId, holder, session }: Opens,
  countAs: (callerKey: string, way?: Way) => void,
  name: string,
): Promise<Identified> {
  const instance = await findInstance(store.read, instanceId)
  if (!instance) throw problem('token_invalid')
  countAs(instance.id)
  if (instance.name !== name) throw problem('token_other_instance')
  if (session && !(await sessions.lasts(session))) throw problem('session_ended')
  return { instance, holder, session, hearsAll: false }
}

function isOriginWelcome({ baseUrl, corsOrigins }: AdmitSocketDeps, { headers }: IncomingMessage): boolean {
  const { origin, host } = headers
  if (origin === undefined || isOwnOrigin(origin, baseUrl(), host)) return true
  return corsOrigins.some((known) => known.toLowerCase() === origin.toLowerCase())
}

async function findSince({ store }: AdmitSocketDeps, instanceId: string, eventId: string): Promise<number> {
  const event = await findEventById(store.read, eventId)
  const sequence = event?.seq ?? sequenceOf(eventId)
  if (sequence === null || (event && event.instance_id !== instanceId)) throw problem('event_id_unknown')
  // An event may outlive those behind it, for a delivery still needs it: going on from it would leave a gap.
  if (sequence < (await findPruned(store.read))) throw problem('event_gone')
  if (event) return sequence
  // What was given and is not kept was pruned.
  if (sequence > (await findLastSequence(store.read))) throw problem('event_id_unknown')
  throw problem((await hasSequence(store.read, sequence)) ? 'event_id_unknown' : 'event_gone')
}
