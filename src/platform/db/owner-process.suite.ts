import { writeSync } from 'node:fs'
import { systemClock } from '../../kernel/clock.ts'
import { put } from './group-commit.suite.ts'
import { openStore } from './open.ts'
import { StoreRefused } from './refused.ts'

/*
 * A process that owns a store, started by tests with `{ dataDir, databaseUrl?, write }` as its only argument.
 * It says `open`, or `refused <sentence>` and ends. With `write` it then writes pairs of rows, ten at once, for ever, and
 * says the number of each pair when its write is acknowledged. When its input closes it closes the store and ends.
 */

interface Order {
  dataDir: string
  databaseUrl?: string
  write: boolean
}

function say(line: string): void {
  writeSync(1, `${line}\n`)
}

const order: Order = JSON.parse(process.argv[2] ?? '{}')
const log = { warn: () => undefined, error: () => undefined }

try {
  const store = await openStore({ ...order, clock: systemClock, log })
  say('open')
  if (order.write) {
    let next = 0
    const writeForEver = async () => {
      for (;;) {
        const number = next
        next += 1
        await store.write(async (transaction) => {
          await put(transaction, `a${number}`, 'x'.repeat(number % 5_000))
          await put(transaction, `b${number}`, '')
        })
        say(String(number))
      }
    }
    for (let line = 0; line < 10; line += 1) void writeForEver()
  }
  process.stdin.resume()
  process.stdin.on('end', async () => {
    await store.close()
    say('closed')
  })
} catch (error) {
  if (!(error instanceof StoreRefused)) throw error
  say(`refused ${error.message}`)
}
