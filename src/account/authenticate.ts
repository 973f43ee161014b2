import { timingSafeEqual } from 'node:crypto'
import { problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { type Caller, callerOf } from './caller.ts'
import { findTokenOwner, type TokenOwner } from './store.ts'

export interface AuthenticateDeps {
  store: Pick<Store, 'read'>
  /** The keyed hash under which tokens are kept. */
  hashToken(token: string): string
}

/** The two headers that may carry a token, as they came. */
export interface TokenHeaders {
  token?: string | string[] | undefined
  authorization?: string | undefined
}

/**
 * Says who calls, by the header `token` or `Authorization: Bearer`.
 * @throws token_missing, token_invalid
 */
export async function authenticate(deps: AuthenticateDeps, headers: TokenHeaders): Promise<Caller> {
  const token = readToken(headers)
  if (token === null) throw problem('token_missing')
  const caller = await findCaller(deps, token)
  if (!caller) throw problem('token_invalid')
  return caller
}

/** Whom a token stands for; null when it is nobody's. */
export async function findCaller(deps: AuthenticateDeps, token: string): Promise<Caller | null> {
  const owner = await findOwner(deps, token)
  return owner && callerOf(owner)
}

/** Whose a token is; null when it is nobody's. */
export async function findOwner(deps: AuthenticateDeps, token: string): Promise<TokenOwner | null> {
  const hash = deps.hashToken(token)
  const owner = await findTokenOwner(deps.store.read, hash)
  return owner && timingSafeEqual(Buffer.from(owner.hash), Buffer.from(hash)) ? owner : null
}

/**
 * The token of a request, null when there is none. Other schemes than Bearer are a proxy's affair.
 * @throws token_invalid when the two headers disagree
 */
export function readToken(headers: TokenHeaders): string | null {
  const bare = String(headers.token ?? '').trim()
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1]?.trim() ?? ''
  if (bare !== '' && bearer !== '' && bare !== bearer) throw problem('token_invalid')
  return bare || bearer || null
}
