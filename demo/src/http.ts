const LONGEST_CALL_MS = 65_000

/** A JSON API on loopback, as the demo calls it. */
export interface Api {
  get(path: string): Promise<Reply>
  post(path: string, body: unknown): Promise<Reply>
}

export interface Reply {
  status: number
  /** The parsed body; reading a field that is not there gives undefined. */
  body: Record<string, unknown>
}

/** @param headers sent with every call, such as `{token: '…'}` */
export function createApi(origin: string, headers: Record<string, string>): Api {
  const call = async (method: string, path: string, body?: unknown): Promise<Reply> => {
    const response = await fetch(`${origin}${path}`, {
      signal: AbortSignal.timeout(LONGEST_CALL_MS),
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return { get: (path) => call('GET', path), post: (path, body) => call('POST', path, body) }
}

/** The reply of a call that must succeed. @throws Error with the server's own sentence */
export async function mustSucceed(what: string, pending: Promise<Reply>): Promise<Record<string, unknown>> {
  const { status, body } = await pending
  if (status < 300) return body
  const error = body['error']
  const sentence = typeof error === 'string' ? error : (error as { message?: string } | undefined)?.message
  throw new Error(`${what}: ${sentence ?? `HTTP ${status}`}`)
}
