import { z } from 'zod'
import { insistOnAccount } from '../account/index.ts'
import { exportInstance, findInstanceNamed, importInstance, resumeInstance, undoExport } from '../instance/index.ts'
import { INSTANCE_STATES } from '../kernel/instance-state.ts'
import { MOST_CARRIED_BYTES } from '../platform/control/line.ts'
import type { OpenedGateway } from './opened-gateway.ts'
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
    async (gateway, { account, name, ...wanted }) => {
      const { store } = gateway.storeAndKeys
      const instance = await findInstanceNamed(store.read, await accountIdOf(gateway, account), name)
      const mostBytes = gateway.isServing ? MOST_CARRIED_BYTES : Number.POSITIVE_INFINITY
      const { file, undo } = await exportInstance(depsOf(gateway), instance, { ...wanted, mostBytes })
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
      stateAt: z.number().nullable(),
    }),
    async (gateway, { account, name, ...undo }) => {
      const { store } = gateway.storeAndKeys
      const instance = await findInstanceNamed(store.read, await accountIdOf(gateway, account), name)
      const connect = undo.connect && gateway.isServing
      return { isUndone: await undoExport(depsOf(gateway), instance, { ...undo, connect }) }
    },
  ),
  'instance import': operation(
    z.strictObject({ account, name: z.string().optional(), passphrase, file: z.base64(), connect: z.boolean() }),
    async (gateway, { account, file, ...wanted }) => {
      const { id: accountId } = await insistOnAccount(gateway.storeAndKeys.store.read, account)
      const imported = await importInstance(depsOf(gateway), accountId, {
        ...wanted,
        name: wanted.name,
        file: Buffer.from(file, 'base64'),
        connect: wanted.connect && gateway.isServing,
      })
      return { ...imported, isConnecting: wanted.connect && gateway.isServing }
    },
  ),
  'instance resume': operation(
    z.strictObject({ account, name: z.string(), connect: z.boolean() }),
    async (gateway, { account, name, connect }) => {
      const { store } = gateway.storeAndKeys
      const instance = await findInstanceNamed(store.read, await accountIdOf(gateway, account), name)
      await resumeInstance(depsOf(gateway), instance, { connect: connect && gateway.isServing })
      return { name: instance.name, isConnecting: connect && gateway.isServing }
    },
  ),
}

function depsOf({ options, storeAndKeys, events, rooms }: OpenedGateway) {
  const { clock, random } = options
  const { engine, lines } = rooms
  return { ...storeAndKeys, clock, random, engine, lines, announce: events.announce, events: events.setup }
}

async function accountIdOf({ storeAndKeys }: OpenedGateway, name: string | undefined): Promise<string | null> {
  return name === undefined ? null : (await insistOnAccount(storeAndKeys.store.read, name)).id
}
