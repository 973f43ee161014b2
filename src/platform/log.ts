import { type DestinationStream, destination, pino } from 'pino'

type Fields = Record<string, unknown>

/**
 * Where the rooms write what happened. A line is a fixed lower-case sentence and fields: instance id, message id, route
 * pattern. Never a URL, number, JID, token, name, text or stanza.
 */
export interface Log {
  debug(fields: Fields, sentence: string): void
  info(fields: Fields, sentence: string): void
  warn(fields: Fields, sentence: string): void
  error(fields: Fields, sentence: string): void
}

export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

/** A log that ends nowhere: for tests and for tools that speak for themselves. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** JSON lines on standard output, or on `stream`. A reader that went away is no reason to stop. */
export function createLog(level: LogLevel, stream: DestinationStream = standardOutput()): Log {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream)
}

function standardOutput(): DestinationStream {
  const output = destination({ fd: 1, sync: false })
  output.on('error', () => {})
  return output
}

/**
 * What may be told of an error that nobody expected: its name, its code, where it was thrown. Its message may hold
 * anything, so it is left out.
 */
export function faultOf(error: unknown): Fields {
  if (!(error instanceof Error)) return { name: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const cause = error.cause === undefined ? undefined : faultOf(error.cause)
  return { name: error.name, code, at: frames.slice(0, 12).map((line) => line.trim()), cause }
}
