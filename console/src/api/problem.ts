/** A call that failed, as the gateway told it; `offline` when it could not be asked at all. */
export class Problem extends Error {
  readonly code: string
  /** HTTP status; 0 when nobody answered. */
  readonly http: number
  readonly details: readonly { path: string; message: string }[]
  /** Seconds until it may be tried again, where the gateway says so. */
  readonly retryAfter: number | null

  constructor(told: {
    message: string
    code: string
    http: number
    details?: Problem['details']
    retryAfter?: number
  }) {
    super(told.message)
    this.name = 'Problem'
    this.code = told.code
    this.http = told.http
    this.details = told.details ?? []
    this.retryAfter = told.retryAfter ?? null
  }
}

interface ErrorBody {
  error?: { message?: unknown; code?: unknown; details?: unknown }
}

/** Whether a failure is told as the gateway tells its own; a proxy's page is not. */
export function isEnvelope(body: unknown): boolean {
  if (typeof body !== 'object' || body === null || !('success' in body) || body.success !== false) return false
  return typeof (body as ErrorBody).error?.code === 'string'
}

/** Reads the error envelope; what is none (a proxy's page, say) becomes a problem of its HTTP status. */
export function readProblem(body: unknown, response: Response): Problem {
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as ErrorBody
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  return new Problem({
    message: typeof error?.message === 'string' ? error.message : `HTTP ${response.status}`,
    code: typeof error?.code === 'string' ? error.code : 'unknown',
    http: response.status,
    ...(Array.isArray(error?.details) ? { details: error.details.filter(isDetail) } : {}),
    ...(Number.isFinite(retryAfter) ? { retryAfter } : {}),
  })
}

function isDetail(value: unknown): value is { path: string; message: string } {
  return typeof value === 'object' && value !== null && 'path' in value && 'message' in value
}
