import createClient from 'openapi-fetch'
import { isEnvelope, Problem, readProblem } from './problem.ts'
import { noteAway, noteReached } from './reach.ts'
import type { paths } from './schema.d.ts'

/** The session's cookie counts only with it: no foreign page can send it. */
const OURS = { 'X-Formwire': '1' }

/** The gateway's public API, typed by its own document. */
export const api = createClient<paths>({ baseUrl: '', headers: OURS, fetch: reach })

/** A request that the typed client does not fit: a stream, say. @throws Problem `offline` */
export async function reach(request: Request | string): Promise<Response> {
  const whole = typeof request === 'string' ? new Request(request, { headers: OURS }) : request
  try {
    const response = await fetch(whole)
    if (await isOfGateway(response)) {
      noteReached()
      return response
    }
  } catch (cause) {
    if (whole.signal.aborted) throw cause
  }
  noteAway()
  throw new Problem({ code: 'offline', http: 0, message: 'The gateway does not answer' })
}

/** Whether it was the gateway that answered, and not the proxy in front of it that does not reach it. */
async function isOfGateway(response: Response): Promise<boolean> {
  if (response.status === 502 || response.status === 504) return false
  if (response.status !== 503) return true
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null)
  return isEnvelope(body)
}

type Answered<Told> = { data?: Told; error?: unknown; response: Response }

/**
 * What a call of `api` answered.
 * @throws Problem
 * @example const { forms } = await told(api.GET('/api/form/list/{instance}', { params: { path: { instance } } }))
 */
export async function told<Told>(call: Promise<Answered<Told>>): Promise<Told> {
  const { data, error, response } = await call
  if (response.ok) return data as Told
  throw readProblem(error, response)
}
