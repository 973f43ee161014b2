import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, startChild } from './child.ts'
import { anyFreePort, isTaken, nextFreePort } from './free-port.ts'
import { CUSTOMER } from './people.ts'
import { choosePlace, type Place } from './place.ts'
import type { GivenSettings } from './settings.ts'

const DEFAULT_PORT = 8080
const DEFAULT_HOST = '127.0.0.1'
const PORT_TRIES = 5
const GRACE_MS = 3_000

/** Sandbox and gateway, running, with where to reach them. */
export interface World {
  /** What the gateway calls itself: `BASE_URL` when that was given. */
  baseUrl: string
  /** Where this machine reaches the gateway, whatever it calls itself. */
  localUrl: string
  accountToken: string
  /** The file that holds it; null when the person gave the token, and so has it. */
  accountTokenFile: string | null
  /** Whether the console was built: else its address shows how to. */
  hasConsole: boolean
  controlUrl: string
  pageUrl: string
  /** Resolves with a sentence when one of the processes ends by itself. */
  broken: Promise<string>
  /** Stops both processes and removes what is not to be kept. */
  close(): Promise<void>
}

export interface WorldOrder {
  /** The folder of the project. */
  root: string
  given: GivenSettings
  environment: Record<string, string | undefined>
  showOutput: (text: string) => void
  /** Ends a start that is still under way. */
  giveUp: AbortSignal
}

/** Starts both processes. @throws Error with a sentence; nothing is left running then. */
export async function openWorld(order: WorldOrder): Promise<World> {
  const { given } = order
  const place = choosePlace(given.get('DATA_DIR'))
  const tokenFile = join(place.dataDir, 'account-token')
  const children: Child[] = []
  const close = async () => {
    await Promise.all(children.map((child) => child.stop(GRACE_MS)))
    place.leave()
  }
  try {
    const sandbox = await start(order, 'sandbox', 'sandbox/src/main.ts', place.sandboxArgs, order.environment)
    children.push(sandbox)
    const { gateway, port } = await startGateway(order, place, sandbox.ready)
    children.push(gateway)
    const baseUrl = textOf(gateway.ready['baseUrl'])
    return {
      baseUrl,
      localUrl: given.get('BASE_URL') === undefined ? baseUrl : originOf(hostOf(given), port),
      accountToken: given.get('ACCOUNT_TOKEN') ?? readToken(tokenFile),
      accountTokenFile: given.get('ACCOUNT_TOKEN') === undefined ? tokenFile : null,
      hasConsole: existsSync(join(order.root, 'console/dist/index.html')),
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

function start(
  { root, showOutput, giveUp }: WorldOrder,
  name: string,
  file: string,
  args: readonly string[],
  env: Record<string, string | undefined>,
): Promise<Child> {
  const given = { up: giveUp, graceMs: GRACE_MS }
  return startChild({ name, file: join(root, file), args, env, cwd: process.cwd(), showOutput, given })
}

/** A port that nobody asked for may be taken between our look and the gateway's: then the next one is tried. */
async function startGateway(order: WorldOrder, place: Place, sandbox: Record<string, unknown>) {
  const { given, environment } = order
  const isOurs = given.get('PORT') === undefined || Number(given.get('PORT')) === 0
  for (let tried = 1; ; tried += 1) {
    const port = await choosePort(given)
    const defaults = defaultsFor(given, place, sandbox)
    const env = { ...environment, ...defaults, ...(isOurs ? { FORMWIRE_PORT: port } : {}) }
    try {
      return { gateway: await start(order, 'gateway', 'src/main.ts', [], env), port }
    } catch (error) {
      if (!isOurs || tried === PORT_TRIES || !(await isTaken(Number(port), hostOf(given)))) throw error
    }
  }
}

/** What the demo sets where the person has not: only defaults, never a value that was given. */
function defaultsFor(given: GivenSettings, place: Place, sandbox: Record<string, unknown>) {
  const defaults: Record<string, string> = {
    DATA_DIR: place.dataDir,
    EGRESS_ALLOW: '127.0.0.0/8,::1/128',
    // Unless it is told which, the page opens on the phone that was made first: the shop's own.
    SANDBOX_PAGE_URL: `${textOf(sandbox['pageUrl'])}/?phone=${CUSTOMER.phone}`,
    LOG_LEVEL: 'warn',
  }
  if (given.get('WHATSAPP_URL') === undefined) {
    refuseForeignKey(given.get('WHATSAPP_ROOT_KEY'), textOf(sandbox['rootKey']))
    defaults['WHATSAPP_URL'] = textOf(sandbox['whatsappUrl'])
    defaults['WHATSAPP_ROOT_KEY'] = textOf(sandbox['rootKey'])
  }
  return Object.fromEntries(Object.entries(defaults).filter(([name]) => given.get(name) === undefined))
}

/** With the wrong key the gateway would turn the sandbox away again and again, and rightly so. */
function refuseForeignKey(asked: string | undefined, right: string): void {
  if (asked === undefined || !/^[0-9a-f]{64}$/i.test(asked) || asked.toLowerCase() === right) return
  throw new Error(
    "WHATSAPP_ROOT_KEY is not the key of the demo's own WhatsApp: leave it out, or give its WHATSAPP_URL.",
  )
}

async function choosePort(given: GivenSettings): Promise<string> {
  const asked = given.get('PORT')
  if (asked === undefined) return String(await nextFreePort(DEFAULT_PORT, hostOf(given)))
  const port = Number(asked)
  if (port === 0) return String((await anyFreePort(hostOf(given))) ?? asked)
  if (Number.isInteger(port) && port > 0 && port < 65_536 && (await isTaken(port, hostOf(given)))) {
    throw new Error(`Port ${port} is in use; choose another one with PORT.`)
  }
  return asked
}

function hostOf(given: GivenSettings): string {
  return given.get('HOST') ?? DEFAULT_HOST
}

function originOf(host: string, port: string): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (cause) {
    throw new Error('The store has an account from before: give its token with ACCOUNT_TOKEN.', { cause })
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
