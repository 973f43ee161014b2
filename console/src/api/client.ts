import createClient from 'openapi-fetch'
import { Problem, readProblem } from './problem.ts'
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
    noteReached()
    return response
  } catch (cause) {
    if (whole.signal.aborted) throw cause
    noteAway()
    throw new Problem({ code: 'offline', http: 0, message: 'The gateway does not answer' })
  }
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
