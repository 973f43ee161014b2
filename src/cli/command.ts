import { type ParseArgsConfig, parseArgs } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>
type Values<Own extends Options> = ReturnType<
  typeof parseArgs<{ options: Own; allowPositionals: true; strict: true }>
>['values']

/** Something that `formwire` does. */
export interface Command<Own extends Options = Options> {
  /** What stands behind `formwire`: `account new <name>`. */
  usage: string
  /** What it does, in whole sentences, and every option. */
  about: string
  options: Own
  /** How many words it takes beside its options. */
  words: number
  /** Writes its result, and nothing else, to standard output. @throws Refused with one sentence */
  run(values: Values<Own>, words: string[]): Promise<void>
}

/** Names the options of a command for the compiler. */
export function command<const Own extends Options>(made: Command<Own>): Command {
  return made as unknown as Command
}

/** Wrong usage ends with this code; a refusal with 1. */
export const WRONG_USAGE = 2

/** Runs a command with what stands behind its name. */
export async function runCommand(made: Command, args: string[]): Promise<void> {
  const read = readArguments(made, args)
  if (typeof read === 'string') {
    process.stderr.write(`${read}\n\n${usageOf(made)}`)
    process.exitCode = WRONG_USAGE
  } else if (read.values['help'] === true) {
    process.stdout.write(usageOf(made))
  } else {
    await made.run(read.values, read.positionals)
  }
}

function readArguments(made: Command, args: string[]) {
  try {
    const options: Options = { ...made.options, help: { type: 'boolean', short: 'h' } }
    const read = parseArgs({ args, options, allowPositionals: true, strict: true })
    if (read.values['help'] === true || read.positionals.length === made.words) return read
    return read.positionals.length < made.words ? 'Something is missing.' : 'That is too much.'
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) return `${error.message.split('. ')[0]}.`
    throw error
  }
}

function usageOf({ usage, about }: Command): string {
  return `Usage: formwire ${usage}\n\n${about}\n`
}
