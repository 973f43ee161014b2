import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** What the person asked for on the command line. */
export interface DemoOptions {
  /** Machine-readable: one line of JSON instead of sentences. */
  json: boolean
  /** Send a form, have the phone answer it, print the outcome and end. */
  auto: boolean
}

/** @throws Error with a sentence for whoever typed it. */
export function readOptions(argv: readonly string[]): DemoOptions {
  const unknown = argv.find((word) => word !== '--json' && word !== '--auto')
  if (unknown !== undefined) throw new Error(`Unknown option ${unknown}. Known: --json, --auto.`)
  return { json: argv.includes('--json'), auto: argv.includes('--auto') }
}

type Environment = Record<string, string | undefined>

/** The gateway's configuration as the person gave it: environment first, then the `.env` beside the process. */
export interface GivenSettings {
  /** The value of a variable under its own or its prefixed name; undefined when it was not given. */
  get(name: string): string | undefined
}

/** A `.env` that cannot be read is left to the gateway, which has the sentence for it. */
export function readSettings(environment: Environment, dotEnvFile: string): GivenSettings {
  const named = { ...readDotEnv(dotEnvFile), ...environment }
  return {
    get(name) {
      return named[`FORMWIRE_${name}`] || (name === 'HOST' ? undefined : named[name]) || undefined
    },
  }
}

function readDotEnv(file: string): Environment {
  try {
    return parseEnv(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}
