import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Child, startChild } from './child.ts'
import { isFree, nextFreePort } from './free-port.ts'
import type { GivenSettings } from './settings.ts'

const DEFAULT_PORT = 8080
const DEFAULT_HOST = '127.0.0.1'
const GRACE_MS = 3_500

/** Sandbox and gateway, running, with where to reach them. */
export interface World {
  /** Origin of the gateway. */
  baseUrl: string
  accountToken: string
  controlUrl: string
  pageUrl: string
  /** Resolves with a sentence when one of the processes ends by itself. */
  broken: Promise<string>
  /** Stops both processes and removes what is not to be kept. */
  close(): Promise<void>
}

interface Place {
  dataDir: string
  sandboxArgs: string[]
  remove(): void
}

/** Starts both processes. @throws Error with a sentence; nothing is left running then. */
export async function openWorld(
  root: string,
  given: GivenSettings,
  environment: Record<string, string | undefined>,
  showOutput: (text: string) => void,
): Promise<World> {
  const place = choosePlace(given)
  const children: Child[] = []
  const close = async () => {
    await Promise.all(children.map((child) => child.stop(GRACE_MS)))
    place.remove()
  }
  try {
    const sandbox = await startChild({
      name: 'sandbox',
      file: join(root, 'sandbox/src/main.ts'),
      args: place.sandboxArgs,
      env: environment,
      cwd: process.cwd(),
      showOutput,
    })
    children.push(sandbox)
    const gateway = await startChild({
      name: 'gateway',
      file: join(root, 'src/main.ts'),
      args: [],
      env: { ...environment, ...(await defaultsFor(given, place, sandbox.ready)) },
      cwd: process.cwd(),
      showOutput,
    })
    children.push(gateway)
    return {
      baseUrl: textOf(gateway.ready['baseUrl']),
      accountToken: given.get('ACCOUNT_TOKEN') ?? readFileSync(join(place.dataDir, 'account-token'), 'utf8').trim(),
      controlUrl: textOf(sandbox.ready['controlUrl']),
      pageUrl: textOf(sandbox.ready['pageUrl']),
      broken: Promise.race(children.map((child) => child.ended)),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** A fresh temporary folder, or the one that was asked for with the sandbox's state beside it. */
function choosePlace(given: GivenSettings): Place {
  const asked = given.get('DATA_DIR')
  if (asked !== undefined) {
    const dataDir = resolve(asked)
    return { dataDir, sandboxArgs: ['--state', `${dataDir}-sandbox`], remove: () => {} }
  }
  const folder = mkdtempSync(join(tmpdir(), 'formwire-demo-'))
  return {
    dataDir: join(folder, 'data'),
    sandboxArgs: [],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What the demo sets where the person has not: only defaults, never a value that was given. */
async function defaultsFor(given: GivenSettings, place: Place, sandbox: Record<string, unknown>) {
  const defaults: Record<string, string> = {
    DATA_DIR: place.dataDir,
    PORT: String(await choosePort(given)),
    EGRESS_ALLOW: '127.0.0.0/8,::1/128',
    WHATSAPP_URL: textOf(sandbox['whatsappUrl']),
    WHATSAPP_ROOT_KEY: textOf(sandbox['rootKey']),
    SANDBOX_PAGE_URL: textOf(sandbox['pageUrl']),
    LOG_LEVEL: 'warn',
  }
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => given.get(name) === undefined))
}

async function choosePort(given: GivenSettings): Promise<number> {
  const host = given.get('HOST') ?? DEFAULT_HOST
  const asked = given.get('PORT')
  if (asked === undefined) return nextFreePort(DEFAULT_PORT, host)
  const port = Number(asked)
  if (Number.isInteger(port) && port > 0 && !(await isFree(port, host))) {
    throw new Error(`Port ${port} is in use; choose another one with PORT.`)
  }
  return port
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
