import { z } from 'zod'
import { insistOnAccount } from '../account/index.ts'
import { exportInstance, findInstanceNamed, importInstance, resumeInstance, undoExport } from '../instance/index.ts'
import { INSTANCE_STATES } from '../kernel/instance-state.ts'
import { MOST_CARRIED_BYTES } from '../platform/control/line.ts'
import type { House } from './house.ts'
import { operation } from './operation.ts'

const passphrase = z.string().min(1).max(1024)
/** Name of the account; undefined: the only one that fits. */
const account = z.string().optional()

/**
 * Instances that go from one store to another. Their files are the command's, as base64 here: what the gateway may write
 * and read is its unit's business, and seldom where a person wants a file.
 */
export const CARRY_OPERATIONS = {
  'instance export': operation(
    z.strictObject({ account, name: z.string(), passphrase, disconnect: z.boolean() }),
    async (house, { account, name, ...wanted }) => {
      const { store } = house.ground
      const instance = await findInstanceNamed(store.read, await accountIdOf(house, account), name)
      const mostBytes = house.isServing ? MOST_CARRIED_BYTES : Number.POSITIVE_INFINITY
      const { file, undo } = await exportInstance(depsOf(house), instance, { ...wanted, mostBytes })
      return { file: Buffer.from(file).toString('base64'), undo }
    },
  ),
  'instance export undo': operation(
    z.strictObject({
      account,
      name: z.string(),
      parkedAt: z.number(),
      connect: z.boolean(),
      state: z.enum(INSTANCE_STATES),
      reason: z.string().nullable(),
      bannedUntil: z.number().nullable(),
    }),
    async (house, { account, name, ...undo }) => {
      const { store } = house.ground
      const instance = await findInstanceNamed(store.read, await accountIdOf(house, account), name)
      const connect = undo.connect && house.isServing
      return { isUndone: await undoExport(depsOf(house), instance, { ...undo, connect }) }
    },
  ),
  'instance import': operation(
    z.strictObject({ account, name: z.string().optional(), passphrase, file: z.base64(), connect: z.boolean() }),
    async (house, { account, file, ...wanted }) => {
      const { id: accountId } = await insistOnAccount(house.ground.store.read, account)
      const imported = await importInstance(depsOf(house), accountId, {
        ...wanted,
        name: wanted.name,
        file: Buffer.from(file, 'base64'),
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
