#!/usr/bin/env node
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { loadConfig } from './config.ts'
import { failWith } from './fail.ts'
import { systemClock } from './kernel/clock.ts'
import { backUp } from './platform/db/backup.ts'
import { inMiB } from './platform/db/copy-sqlite.ts'
import { silentLog } from './platform/log.ts'

const USAGE = `Usage: formwire serve
       formwire account new <name>
       formwire backup <file> [--force]

  serve        starts the gateway
  account new  makes another account while no gateway runs, and prints its token: it is told only then
  backup       copies a SQLite store into a file, while the gateway runs or not; --force replaces the file

The environment, or a .env beside the process, configures both.
`

const [command, ...rest] = process.argv.slice(2)
const [verb, name, ...more] = rest

if (command === 'serve' && rest.length === 0) {
  const { serve } = await import('./main.ts')
  await serve()
} else if (command === 'account' && verb === 'new' && name !== undefined && !isOption(name) && more.length === 0) {
  await addAccount(name)
} else if (command === 'backup' && isBackup(rest)) {
  await makeBackup(rest)
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
    const { makeAccount } = await import('./app.ts')
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

function isBackup(words: readonly string[]): boolean {
  const options = words.filter(isOption)
  return words.length - options.length === 1 && options.every((word) => word === '--force') && options.length <= 1
}

async function makeBackup(words: readonly string[]): Promise<void> {
  const stopped = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort())
  try {
    const { databaseUrl, dataDir, secretKey } = loadConfig()
    const file = resolve(words.find((word) => !isOption(word)) ?? '')
    const force = words.includes('--force')
    const bytes = await backUp({ databaseUrl, dataDir, file, force, signal: stopped.signal })
    const key = secretKey === undefined ? join(dataDir, 'secret-key') : 'SECRET_KEY'
    process.stdout.write(
      `The backup is in ${file}: ${inMiB(bytes)}, checked. Answers stand in it in clear: let nobody else read it.\n` +
        `The secret key is not in it, and no gateway starts on it without: keep ${key} too, in another place.\n`,
    )
  } catch (error) {
    failWith(error, 'The backup could not be made')
  }
}

function isOption(word: string): boolean {
  return word.startsWith('-')
}
