import { join } from 'node:path'
import { createApp } from './app.ts'
import { loadConfig } from './config.ts'
import { describe, fail, failWith } from './fail.ts'
import { systemClock } from './kernel/clock.ts'
import { createLog, faultOf } from './platform/log.ts'
import { createSystemRandom } from './platform/system-random.ts'

/** It is over well before whoever stops it kills it. */
const STOP_LIMIT_MS = 9_000

/**
 * Reads the configuration, starts, and stops on a signal or when the store is lost. Ends the process itself: 0 after a
 * signal, 1 with one sentence on standard error.
 */
export async function serve(): Promise<void> {
  try {
    const sentence = await run()
    if (sentence === null) process.exit(0)
    fail(sentence)
  } catch (error) {
    failWith(error, 'Formwire could not start')
  }
}

/** Resolves with null after a signal, with a sentence when it could not go on. */
async function run(): Promise<string | null> {
  const config = loadConfig()
  const log = createLog(config.logLevel)
  process.stdout.on('error', () => {})
  process.on('uncaughtException', (error) => {
    log.error({ fault: faultOf(error) }, 'uncaught error')
    fail(`Formwire had to stop: ${describe(error)}.`)
  })
  // The engine leaves some of its promises to themselves: a connection that breaks at the wrong moment must not take
  // the other numbers' lines down.
  process.on('unhandledRejection', (error) => log.error({ fault: faultOf(error) }, 'a rejection was left to itself'))
  const signalled = nextSignal()
  const gateway = createApp({ config, clock: systemClock, random: createSystemRandom(), log })
  const started = gateway.start()
  const first = await Promise.race([started, signalled])
  if (first !== null) {
    greet(first.baseUrl, first.accountToken, config.dataDir)
    process.send?.({ ready: { baseUrl: first.baseUrl } })
  }
  const sentence = first === null ? null : await Promise.race([signalled, gateway.broken])
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
  await started.catch(() => {})
  await gateway.stop()
  return sentence
}

/** The token is printed once, and only where a person reads it: pipes end in files. */
function greet(baseUrl: string, accountToken: string | undefined, dataDir: string): void {
  process.stdout.write(`Formwire is ready at ${baseUrl} (API documentation: ${baseUrl}/docs).\n`)
  if (accountToken === undefined) return
  process.stdout.write(
    process.stdout.isTTY
      ? `Your account token, shown only now: ${accountToken}\n`
      : `Your account token is in ${join(dataDir, 'account-token')}\n`,
  )
}

function nextSignal(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(null))
    process.once('disconnect', () => resolve(null))
  })
}

if (import.meta.main) await serve()
