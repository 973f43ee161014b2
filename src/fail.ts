import { Refused } from './kernel/refused.ts'

/** Ends the process with one sentence: why we refused, or what did not work. */
export function failWith(error: unknown, what: string): never {
  fail(error instanceof Refused ? error.message : `${what}: ${describe(error)}.`)
}

/** Ends the process with a sentence. */
export function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

/** As much of an error as may be told. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown'
  return 'code' in error ? `${error.name} (${String(error.code)})` : error.name
}
