import { parseArgs } from 'node:util'
import { startSandbox } from './sandbox.ts'

const USAGE = 'usage: node sandbox/src/main.ts [--port N] [--whatsapp-port N] [--state DIR] [--json]'

/** Ends the process by force when an orderly end takes longer than this. */
const PATIENCE_MS = 1500

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function fail(reason: string): never {
  process.stderr.write(`${reason}\n`)
  process.exit(1)
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        'whatsapp-port': { type: 'string', default: '0' },
        state: { type: 'string' },
        seed: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const number = (text: string | undefined): number | undefined => {
      if (text === undefined) return undefined
      return /^\d{1,10}$/.test(text) ? Number(text) : fail(USAGE)
    }
    const seed = number(values.seed)
    return {
      json: values.json,
      options: {
        port: number(values.port) ?? 0,
        whatsappPort: number(values['whatsapp-port']) ?? 0,
        ...(values.state === undefined ? {} : { stateDir: values.state }),
        ...(seed === undefined ? {} : { seed }),
      },
    }
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}

function explain(error: unknown): string {
  const { code, port } = error as { code?: string; port?: number }
  if (code === 'EADDRINUSE') return `port ${port} is in use`
  return `the sandbox had to end: ${error instanceof Error ? error.message : String(error)}`
}

// libsignal prints whole sessions, private keys included, past every logger.
for (const method of ['info', 'log', 'warn', 'error', 'debug'] as const) globalThis.console[method] = () => undefined

const { json, options } = readOptions()
const sandbox = await startSandbox(options).catch((error: unknown) => fail(explain(error)))
const { close, ...info } = sandbox

let ending = false
function end(): void {
  if (ending) return
  ending = true
  setTimeout(() => process.exit(0), PATIENCE_MS).unref()
  close().then(
    () => process.exit(0),
    (error: unknown) => fail(explain(error)),
  )
}
process.once('SIGINT', end)
process.once('SIGTERM', end)
if (process.channel) {
  process.once('disconnect', end)
  process.send?.({ ready: info })
}

say(json ? JSON.stringify(info) : `The sandbox is ready: phones at ${info.pageUrl}, WhatsApp at ${info.whatsappUrl}`)
