#!/usr/bin/env node
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { makeAccount } from './app.ts'
import { loadConfig } from './config.ts'
import { systemClock } from './kernel/clock.ts'
import { failWith, serve } from './main.ts'
import { silentLog } from './platform/log.ts'

const USAGE = `Usage: formwire serve
       formwire account new <name>

  serve        starts the gateway
  account new  makes another account while no gateway runs, and prints its token: it is told only then

The environment, or a .env beside the process, configures both.
`

const [command, ...rest] = process.argv.slice(2)
const [verb, name, ...more] = rest

if (command === 'serve' && rest.length === 0) {
  await serve()
} else if (command === 'account' && verb === 'new' && name !== undefined && !isOption(name) && more.length === 0) {
  await addAccount(name)
} else if (command === '--help' || command === '-h' || command === 'help') {
  process.stdout.write(USAGE)
} else {
  process.stderr.write(USAGE)
  process.exitCode = 1
}

/** Nothing but the token on standard output: a script may take it. */
async function addAccount(name: string): Promise<void> {
  try {
    const config = loadConfig()
    const options = { config, clock: systemClock, random: { bytes: randomBytes }, log: silentLog }
    const { token, isFirstNew } = await makeAccount(options, name)
    if (isFirstNew) {
      const file = join(config.dataDir, 'account-token')
      process.stderr.write(`The first account was made too, its token is in ${file}\n`)
    }
    process.stdout.write(`${token}\n`)
  } catch (error) {
    failWith(error, 'The account could not be made')
  }
}

function isOption(word: string): boolean {
  return word.startsWith('-')
}
