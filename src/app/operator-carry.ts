import { readFile, stat } from 'node:fs/promises'
import { isAbsolute } from 'node:path'
import { z } from 'zod'
import { insistOnAccount } from '../account/index.ts'
import { exportInstance, findInstanceNamed, importInstance, resumeInstance } from '../instance/index.ts'
import { Refused } from '../kernel/refused.ts'
import type { House } from './house.ts'
import { operation } from './operation.ts'

/** Signal keys take about a kilobyte for each person: this is room for a hundred thousand. */
const LARGEST_FILE_BYTES = 256 * 1024 * 1024

const passphrase = z.string().min(1).max(1024)
const file = z.string().refine(isAbsolute)
/** Name of the account; undefined: the only one that fits. */
const account = z.string().optional()

/** Instances that go from one store to another. Files are named from the root, for the gateway has a folder of its own. */
export const CARRY_OPERATIONS = {
  'instance export': operation(
    z.strictObject({ account, name: z.string(), passphrase, file, force: z.boolean(), disconnect: z.boolean() }),
    async (house, { account, name, ...wanted }) => {
      const { store } = house.ground
      const instance = await findInstanceNamed(store.read, await accountIdOf(house, account), name)
      await exportInstance(depsOf(house), instance, wanted)
      return { name: instance.name, file: wanted.file }
    },
  ),
  'instance import': operation(
    z.strictObject({ account, name: z.string().optional(), passphrase, file, connect: z.boolean() }),
    async (house, { account, file, ...wanted }) => {
      const { id: accountId } = await insistOnAccount(house.ground.store.read, account)
      const imported = await importInstance(depsOf(house), accountId, {
        ...wanted,
        name: wanted.name,
        file: await read(file),
        connect: wanted.connect && house.isServing,
      })
      return { ...imported, isConnecting: wanted.connect && house.isServing }
    },
  ),
  'instance resume': operation(
    z.strictObject({ account, name: z.string(), connect: z.boolean() }),
    async (house, { account, name, connect }) => {
      const { store } = house.ground
      const instance = await findInstanceNamed(store.read, await accountIdOf(house, account), name)
      await resumeInstance(depsOf(house), instance, { connect: connect && house.isServing })
      return { name: instance.name, isConnecting: connect && house.isServing }
    },
  ),
}

function depsOf({ options, ground, events, rooms }: House) {
  const { clock, random } = options
  const { engine, lines } = rooms
  return { ...ground, clock, random, engine, lines, announce: events.announce, events: events.setup }
}

async function accountIdOf({ ground }: House, name: string | undefined): Promise<string | null> {
  return name === undefined ? null : (await insistOnAccount(ground.store.read, name)).id
}

async function read(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path)
    if (size > LARGEST_FILE_BYTES) throw new Refused(`${path} is too large to be an exported instance.`)
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof Refused) throw cause
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
    throw new Refused(`${path} cannot be read (${code}).`, { cause })
  }
}
