import { join, resolve } from 'node:path'
import { loadConfig } from '../config.ts'
import { backUp } from '../platform/db/backup.ts'
import { inMiB } from '../platform/db/copy-sqlite.ts'
import { command } from './command.ts'

export const backup = command({
  usage: 'backup <file> [--force]',
  about: `Copies a SQLite store into a file, while the gateway runs or not.

  --force  replaces the file where it is there`,
  options: { force: { type: 'boolean', default: false } },
  words: 1,
  async run({ force }, [word = '']) {
    const stopped = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort())
    const { databaseUrl, dataDir, secretKey } = loadConfig()
    const file = resolve(word)
    const bytes = await backUp({ databaseUrl, dataDir, file, force, signal: stopped.signal })
    const key = secretKey === undefined ? join(dataDir, 'secret-key') : 'SECRET_KEY'
    process.stdout.write(
      `The backup is in ${file}: ${inMiB(bytes)}, checked. Answers stand in it in clear: let nobody else read it.\n` +
        `The secret key is not in it, and no gateway starts on it without: keep ${key} too, in another place.\n`,
    )
  },
})
