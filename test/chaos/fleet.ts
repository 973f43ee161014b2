import { join } from 'node:path'
import { makePlace } from '../bench/place.ts'
import { control, type Sandbox } from '../journey/sandbox.ts'
import { type Served, serve } from '../kill/served.ts'
import { forkSandbox } from './own-sandbox.ts'
import { waitUntil } from './wait-until.ts'

/** A number that a fleet links, and the phone that owns it. */
export interface Ship {
  name: string
  phone: string
}

export interface Visits {
  /** When the first companion came after nobody had been there, in milliseconds. */
  since: number | null
  registrations: number
  /** Log-ins that came so far as to ask for their messages. */
  ready: number
  accounts: Record<string, { tried: number; admitted: number; open: number }>
}

/** The real command with so many linked instances, and a sandbox beside it, each a process of its own. */
export interface Fleet {
  dataDir: string
  sandbox: Sandbox
  gateway: Served
  ships: Ship[]
  /** What the list says of each instance, by name. */
  statuses(): Promise<Map<string, string>>
  /** Resolves when all of these are in that state. @throws after `withinMs` */
  until(status: string, ships?: readonly Ship[], withinMs?: number): Promise<void>
  /** Scans a new code for an instance that is not linked. */
  link(ship: Ship): Promise<void>
  /** Who came to the sandbox, and how often. */
  visits(): Promise<Visits>
  close(): Promise<void>
}

export interface FleetOptions {
  instances: number
  environment?: Record<string, string>
  /** Of Node itself. */
  nodeOptions?: string[]
  seed?: number
}

const PATIENCE_MS = 120_000
const AT_ONCE = 4

/** Preloads of `observe.ts`. */
export const OBSERVED = ['--expose-gc', '--import', join(import.meta.dirname, 'observe.ts')]

/** Owners are headless phones: a code is scanned for them by the sandbox. */
export async function openFleet({ instances, environment, nodeOptions, seed }: FleetOptions): Promise<Fleet> {
  const place = await makePlace(undefined)
  const sandbox = await forkSandbox(seed)
  const dataDir = place.environment['DATA_DIR'] ?? ''
  const gateway = serve(
    {
      ...place.environment,
      WHATSAPP_URL: sandbox.whatsappUrl,
      WHATSAPP_ROOT_KEY: sandbox.rootKey,
      EGRESS_ALLOW: '127.0.0.0/8',
      NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
      RATE_LIMIT_NEW_PER_MINUTE: '0',
      INSTANCE_QUOTA: '1000',
      ...environment,
    },
    nodeOptions,
  )
  const ships = Array.from({ length: instances }, (_, index) => ({
    name: `ship${index}`,
    phone: `55119400${String(index).padStart(5, '0')}`,
  }))

  async function statuses(): Promise<Map<string, string>> {
    const { body } = await gateway.call('GET', '/api/instance/list')
    return new Map(body.instances.map(({ name, status }: { name: string; status: string }) => [name, status]))
  }

  async function until(status: string, which: readonly Ship[] = ships, withinMs = PATIENCE_MS): Promise<void> {
    let late: string[] = []
    const areAll = async () => {
      const now = await statuses()
      late = which.flatMap(({ name }) => (now.get(name) === status ? [] : [`${name} is ${now.get(name)}`]))
      return late.length === 0
    }
    if (await waitUntil(areAll, { withinMs })) return
    throw new Error(`not ${status} in time: ${late.join(', ')}`)
  }

  async function link({ name, phone }: Ship): Promise<void> {
    const { status, body } = await gateway.call('GET', `/api/instance/connect/${name}`)
    if (status !== 200 || !body.qrCode) throw new Error(`${name} shows no code: ${status} ${JSON.stringify(body)}`)
    await control(sandbox, 'link', { phone, qr: body.qrCode }).catch((error: Error) => {
      // On a busy machine the sandbox's patience ends before the log-in, which is waited for by whoever links.
      if (!error.message.includes('did not log in')) throw error
    })
  }

  const fleet: Fleet = {
    dataDir,
    sandbox,
    gateway,
    ships,
    statuses,
    until,
    link,
    visits: async () => (await control(sandbox, 'visits')) as unknown as Visits,
    async close() {
      await gateway.kill()
      await sandbox.close()
      await place.remove()
    },
  }
  try {
    await gateway.start()
    await inTurns(ships, AT_ONCE, async (ship) => {
      await control(sandbox, 'phones', { phone: ship.phone, name: `Owner of ${ship.name}`, headless: true })
      await gateway.call('POST', '/api/instance/new', { body: { name: ship.name } })
      await link(ship)
    })
    await until('connected')
    return fleet
  } catch (error) {
    await fleet.close()
    throw error
  }
}

/** Does something with each, so many at once. */
export async function inTurns<Thing>(
  things: readonly Thing[],
  atOnce: number,
  act: (thing: Thing) => Promise<void>,
): Promise<void> {
  const left = [...things]
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await act(next)
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}
