import { FormwireError } from '../../kernel/errors.ts'

/** What PostgreSQL's error, or the way to it, means to the operator; undefined when it means nothing plain. */
export function explainPostgres(error: unknown, place: string): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code = codeOf(error)
  switch (code ?? '') {
    case '28P01':
    case '28000':
      return `${place} does not accept this user or its password.`
    case '3D000':
      return `${place} has no such database.`
    case '42501':
      return `${place}: this user may not make tables there.`
    case '53100':
      return `${place} cannot be written: its disk is full.`
    case '53300':
      return `${place} has no connection left for us.`
    case '57P03':
      return `${place} is starting up or shutting down.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `${place} cannot be reached: its host name is not known.`
    case 'ERR_LOOPBACK_ONLY':
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ENOENT':
    case 'EPIPE':
    case 'ETIMEDOUT':
      return `${place} cannot be reached (${code}).`
  }
  // These errors of `pg` carry no code.
  if (/password must be a (non-empty )?string/i.test(error.message)) return `${place} asks for a password.`
  if (/timeout expired|connection timeout/i.test(error.message)) return `${place} does not answer.`
  if (/Connection terminated/i.test(error.message)) return `${place} ended the connection.`
  if (/SSL|TLS|certificate/i.test(error.message)) return `${place}: no encrypted connection could be agreed on.`
  return undefined
}

/** Classes of SQLSTATE that tell of the server and not of the statement: connection, conflict, room, operator, system. */
const FAILURES = /^(08|40|53|57|58|XX|55P03)/

/** Whether an error tells of the server or the connection, and not of the statement. */
export function isPostgresFailure(error: unknown, isLost: boolean): boolean {
  if (!(error instanceof Error) || error instanceof FormwireError) return false
  return isLost || FAILURES.test(codeOf(error) ?? '')
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
