import type { Call, Reply, TestGateway } from './gateway.ts'
import { listenWith } from './listener.ts'

/** Somebody at the console: known by the cookie alone, as a browser sends it. */
export interface Visitor {
  /** As the header `Cookie` has it. */
  cookie: string
  /** The whole header `Set-Cookie` that the cookie came with. */
  setCookie: string
  /** Calls as a page of ours does. */
  call(method: string, path: string, call?: Call): Promise<Reply>
  /** Listens as a page of ours does. @throws Error when it is refused */
  listen(name: string, query?: string): ReturnType<typeof listenWith>
}

/** Asks to sign in. */
export function askToSignIn(gateway: TestGateway, token: string, headers: Record<string, string> = {}) {
  return gateway.call('POST', '/api/session', { token: null, body: { token }, headers })
}

/** Signs in. `headers`: what a proxy between adds. @throws Error when it is refused */
export async function signIn(
  gateway: TestGateway,
  token: string = gateway.accountToken,
  headers: Record<string, string> = {},
): Promise<Visitor> {
  const reply = await askToSignIn(gateway, token, headers)
  if (reply.status !== 204) throw new Error(`signing in was refused: ${reply.status}`)
  const [setCookie, another] = reply.headers.getSetCookie()
  const cookie = setCookie?.split(';')[0]
  if (setCookie === undefined || cookie === undefined || another !== undefined)
    throw new Error('there is not one cookie')
  return {
    cookie,
    setCookie,
    call: (method, path, call = {}) =>
      gateway.call(method, path, {
        token: null,
        ...call,
        headers: { cookie, 'x-formwire': '1', ...headers, ...call.headers },
      }),
    listen: (name, query = '') =>
      listenWith(gateway, name, { cookie, origin: new URL(gateway.baseUrl).origin, ...headers }, query),
  }
}

/** Status and code of an answer; no code: it is no failure. */
export function outcome({ status, body }: Reply): [status: number, code?: string] {
  const code: string | undefined = body?.error?.code
  return code === undefined ? [status] : [status, code]
}
