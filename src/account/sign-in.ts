import type { IncomingMessage } from 'node:http'
import { problem } from '../kernel/errors.ts'
import { type AuthenticateDeps, findOwner } from './authenticate.ts'
import type { Sessions } from './session.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'

export interface SignInDeps extends AuthenticateDeps {
  sessions: Pick<Sessions, 'begin'>
  throttle: SignInThrottle
}

/**
 * Signs in with a token of either kind; `address` is the caller's as limits know it. Returns the cookie.
 * @throws token_invalid, sign_in_throttled
 */
export async function signIn(
  deps: SignInDeps,
  request: IncomingMessage,
  address: string,
  token: string,
): Promise<string> {
  const { hash } = await deps.throttle.guess(address, async () => {
    const owner = await findOwner(deps, token.trim())
    if (!owner) throw problem('token_invalid')
    return owner
  })
  return deps.sessions.begin(request, hash)
}
