import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './run.ts'

/** Of the environment, the gateway gets nothing that configures it. */
const KEPT = ['PATH', 'NODE_OPTIONS', 'SystemRoot', 'TEMP', 'TMP']

/**
 * `docs/openapi.json`, as the real command serves it at `/openapi.json`: started in a folder of its own, on a free port.
 * @throws Error with what the command said when it did not start
 */
export async function openApiPage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'formwire-docs-'))
  const env = Object.fromEntries(KEPT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
  const child = fork(join(ROOT, 'src/cli.ts'), ['serve'], {
    cwd: folder,
    silent: true,
    execArgv: [],
    env: { ...env, PORT: '0', LOG_LEVEL: 'error' },
  })
  const ended = once(child, 'exit')
  try {
    const response = await fetch(`${await addressOf(child)}/openapi.json`)
    return `${JSON.stringify(await response.json(), null, 2)}\n`
  } finally {
    child.kill('SIGTERM')
    await ended
    await rm(folder, { recursive: true, force: true })
  }
}

function addressOf(child: ChildProcess): Promise<string> {
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString()
  })
  return new Promise((resolve, reject) => {
    child.once('message', (message: { ready: { baseUrl: string } }) => resolve(message.ready.baseUrl))
    child.once('close', () => reject(new Error(`The gateway did not start: ${complaint.trim()}`)))
  })
}
