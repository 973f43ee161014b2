/**
 * The catalogue of errors: code → HTTP status, internal status where a table of the contract names one, the seconds after
 * which to try again where they are always the same, and the literal that clients compare. The code is the contract; a literal stands here and nowhere else.
 */
const CATALOGUE = {
  token_missing: { http: 401, message: 'Missing token in header' },
  token_missing_socket: {
    http: 401,
    message: 'Missing token in header, Authorization header, or query parameter',
  },
  token_invalid: { http: 401, message: 'Invalid token' },
  token_other_instance: { http: 403, message: 'Instance token does not match requested instance' },
  token_taken: { http: 409, message: 'This token cannot be used, choose another one' },
  session_ended: { http: 401, message: 'The session has ended. Sign in again' },
  sign_in_throttled: { http: 429, message: 'Too many failed sign-ins from your address. Try again later.' },
  rate_limited: { http: 429, message: 'Rate limit exceeded. Try again later.' },

  request_invalid: { http: 400, message: (detail: string) => `Invalid request: ${detail}` },
  body_not_json: { http: 400, message: 'Invalid request: the body is not valid JSON' },
  body_too_large: { http: 413, message: 'Invalid request: the body is too large' },
  content_type_unsupported: { http: 415, message: 'Invalid request: the body must be application/json' },
  headers_too_large: { http: 431, message: 'Invalid request: the headers are too large' },
  request_timeout: { http: 408, message: 'The request took too long to arrive' },
  route_not_found: { http: 404, message: 'Route not found' },
  too_many_waiting: { http: 429, retryAfter: 5, message: 'Too many held requests. Try again later.' },

  instance_name_required: { http: 400, message: 'Instance name is required' },
  instance_not_found: { http: 404, message: 'Instance not found' },
  proxy_refused: { http: 400, message: (detail: string) => `Invalid request: proxy host ${detail}` },
  instance_name_taken: { http: 409, message: 'Instance name already exists' },
  instance_quota_exceeded: { http: 403, message: 'Account instance quota exceeded' },
  instance_not_linked: { http: 400, message: 'Instance has no saved session — call /connect first' },
  instance_not_connected: {
    http: 503,
    status: 'disconnected',
    message: 'Instance is not connected to WhatsApp',
  },
  instance_needs_passkey: {
    http: 409,
    status: 'passkey_required',
    message: 'This WhatsApp account asks for a passkey to link a device, which a linked-device client cannot give',
  },
  instance_exported: {
    http: 409,
    message:
      'This instance was exported, and two copies of one session destroy each other. ' +
      '`formwire instance resume` brings it back here, when the copy is gone',
  },
  number_linked_elsewhere: {
    http: 409,
    message: 'This number is already linked to another instance of this account. Log that one out first',
  },
  number_refused: {
    http: 409,
    message:
      'This number cannot be linked here. On its phone, remove the devices that WhatsApp shows under Linked devices, ' +
      'then try again',
  },
  link_failed: {
    http: 503,
    status: 'disconnected',
    message: (reason: string) => `The instance could not be linked: ${reason}`,
  },
  link_timeout: { http: 503, status: 'disconnected', message: 'WhatsApp gave no code in time, try again' },

  number_required: { http: 400, message: 'Number is required' },
  number_invalid: {
    http: 400,
    status: 'invalid_number',
    message: (detail: string) => `Invalid phone number format: ${detail}`,
  },
  message_required: { http: 400, message: 'Message is required' },
  reply_message_not_found: {
    http: 400,
    status: 'reply_message_not_found',
    message: (id: string) => `Original message not found (ID: ${id})`,
  },
  reply_other_instance: {
    http: 400,
    status: 'reply_message_instance_mismatch',
    message: 'Original message does not belong to this instance',
  },
  private_reply_failed: {
    http: 400,
    status: 'private_reply_failed',
    message: (reason: string) => `Private reply failed: ${reason}`,
  },
  send_failed: {
    http: 500,
    status: 'send_failed',
    message: (reason: string) => `Failed to send message: ${reason}`,
  },
  account_restricted: {
    http: 503,
    status: 'send_failed',
    message: (reason: string) => `Failed to send message: ${reason}`,
  },
  idempotency_mismatch: { http: 409, message: 'This Idempotency-Key was used with another body' },

  message_id_required: { http: 400, message: 'Message ID is required (use ?messageId=<message-id>)' },
  message_id_parameter_required: { http: 400, message: 'messageId query parameter is required' },
  message_not_found: { http: 404, message: 'Message not found' },
  form_not_found: { http: 404, message: 'Form not found' },
  answer_not_found: { http: 404, message: 'Answer not found' },
  export_not_found: { http: 404, message: 'Export not found' },
  export_id_taken: { http: 409, message: 'An export with this exportId is being written. Choose another exportId' },
  form_key_required: { http: 400, message: 'Invalid request: flowToken or messageId is required' },

  webhook_not_found: { http: 404, message: 'Webhook not found' },
  webhook_switched_off: { http: 400, message: 'This webhook is switched off. Switch it on first' },
  webhook_limit_reached: { http: 400, message: 'An instance can have at most 3 enabled webhooks' },
  address_refused: { http: 400, message: (detail: string) => `Invalid request: url ${detail}` },
  delivery_not_found: { http: 404, message: 'Delivery not found' },
  websocket_not_configured: { http: 404, message: 'WebSocket not configured for this instance' },
  websocket_not_enabled: {
    http: 400,
    message: (name: string) =>
      `WebSocket is not enabled for this instance. Configure it first using POST /api/events/websocket/${name}`,
  },
  websocket_upgrade_required: { http: 426, message: 'This address speaks WebSocket only' },
  origin_refused: { http: 403, message: 'Origin not allowed' },
  too_many_sockets: { http: 429, message: 'Too many WebSocket connections for this instance' },
  event_id_unknown: { http: 400, message: 'Unknown event id' },
  event_gone: { http: 410, message: 'The event is no longer kept' },

  store_failed: { http: 503, message: 'The store cannot be written right now; nothing was lost' },
  shutting_down: { http: 503, message: 'The server is shutting down' },
  internal_error: { http: 500, message: 'Internal error' },
} as const

type Catalogue = typeof CATALOGUE

/** The stable code of an error, as `error.code` shows it. */
export type ErrorCode = keyof Catalogue

type Argument<Code extends ErrorCode> = Catalogue[Code]['message'] extends (value: string) => string
  ? [value: string]
  : []

/** One wrong field of a request: where it is, and what is wrong with it. */
export interface ErrorDetail {
  path: string
  message: string
}

interface Extras {
  details?: readonly ErrorDetail[]
  headers?: Record<string, string>
  cause?: unknown
}

/** What a caller did wrong, or what went wrong for a caller. Its message is always a literal of the catalogue. */
export class FormwireError extends Error {
  override readonly name = 'FormwireError'
  readonly code: ErrorCode
  readonly http: number
  /** The contract's internal status, where one is named. */
  readonly status: string | undefined
  readonly details: readonly ErrorDetail[] | undefined
  /** Response headers that belong to the error, such as `Retry-After`. */
  readonly headers: Record<string, string>

  constructor(code: ErrorCode, message: string, extras: Extras) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause })
    const entry: { http: number; status?: string; retryAfter?: number } = CATALOGUE[code]
    this.code = code
    this.http = entry.http
    this.status = entry.status
    this.details = extras.details
    this.headers = {
      ...(entry.retryAfter === undefined ? {} : { 'Retry-After': String(entry.retryAfter) }),
      ...extras.headers,
    }
  }
}

/** Makes an error of the catalogue; codes whose literal has a gap take what fills it. */
export function problem<Code extends ErrorCode>(code: Code, ...argument: Argument<Code>): FormwireError {
  return new FormwireError(code, literal(code, argument[0]), {})
}

/** As `problem`, with the wrong fields, response headers or the cause beside it. */
export function problemWith<Code extends ErrorCode>(
  extras: Extras,
  code: Code,
  ...argument: Argument<Code>
): FormwireError {
  return new FormwireError(code, literal(code, argument[0]), extras)
}

/** Every error there is, for the documentation: gaps in literals are shown as `<detail>`. */
export function listErrors(): { code: ErrorCode; http: number; status: string | undefined; message: string }[] {
  return (Object.keys(CATALOGUE) as ErrorCode[]).map((code) => {
    const entry: { http: number; status?: string } = CATALOGUE[code]
    return { code, http: entry.http, status: entry.status, message: literal(code, '<detail>') }
  })
}

function literal(code: ErrorCode, argument: string | undefined): string {
  const message: string | ((value: string) => string) = CATALOGUE[code].message
  return typeof message === 'string' ? message : message(argument ?? '')
}
