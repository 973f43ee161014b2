import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

const CLI = join(import.meta.dirname, '../../src/cli.ts')
const ACCOUNT_TOKEN = 'account-token-of-the-kill-test'

/** The real command as a process of its own, that is ended and started again on the same store. */
export interface Served {
  /** Calls the API as the account. @throws when the process is not there, or dies on the way */
  call(method: string, path: string, call?: { body?: object; key?: string }): Promise<{ status: number; body: Body }>
  /** @throws when it ends, or is ended, before it is ready */
  start(): Promise<void>
  /** Asks a module that was loaded before it, and gives its reply. @throws when the process ends first */
  ask(question: string): Promise<unknown>
  /** Ends it where it stands, in the middle of its start too. */
  kill(): Promise<void>
  /** Lets it end by itself; its exit code, null when it did not run or was killed. */
  stop(): Promise<number | null>
  /** Where it listens; empty before the first start. */
  baseUrl(): string
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
type Body = any

/** `nodeOptions`: what Node itself is told, modules to load before the gateway among it. */
export function serve(environment: Record<string, string>, nodeOptions: string[] = []): Served {
  const { PATH, NODE_OPTIONS } = process.env
  let child: ChildProcess | null = null
  let baseUrl = ''

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child === null) return null
    const gone = once(child, 'exit')
    child.kill(signal)
    child = null
    const [code] = await gone
    return code as number | null
  }

  return {
    async call(method, path, { body, key } = {}) {
      const headers = {
        token: ACCOUNT_TOKEN,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      }
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, body: await response.json() }
    },
    async start() {
      const started = fork(CLI, ['serve'], {
        silent: true,
        execArgv: nodeOptions,
        env: {
          PATH,
          NODE_OPTIONS,
          PORT: '0',
          LOG_LEVEL: 'error',
          ACCOUNT_TOKEN,
          RATE_LIMIT_PER_MINUTE: '0',
          WHATSAPP_TIME_SCALE: '20',
          ...environment,
        },
      })
      child = started
      let said = ''
      started.stderr?.on('data', (chunk) => {
        said += chunk
      })
      const ready = once(started, 'message') as Promise<[{ ready: { baseUrl: string } }]>
      const ended = once(started, 'exit').then(() => {
        if (child === started) child = null
        throw new Error(`the gateway did not start: ${said}`)
      })
      ended.catch(() => {})
      const [message] = await Promise.race([ready, ended])
      baseUrl = message.ready.baseUrl
    },
    async ask(question) {
      const asked = child
      if (!asked?.connected) throw new Error('the gateway is not there')
      const ended = new AbortController()
      const end = () => ended.abort(new Error(`the gateway ended before its reply to ${question}`))
      asked.once('exit', end)
      try {
        asked.send(question)
        const [reply] = await once(asked, 'message', { signal: ended.signal })
        return reply
      } finally {
        asked.off('exit', end)
      }
    },
    async kill() {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    baseUrl: () => baseUrl,
  }
}
