import { z } from 'zod'
import { listAccounts, readAccountName } from '../account/index.ts'
import { Refused } from '../kernel/refused.ts'
import { examine } from './examine-store.ts'
import type { House } from './house.ts'
import { type Operation, operation } from './operation.ts'
import { endAccount, newAccount, rotateAccount } from './operator-accounts.ts'
import { CARRY_OPERATIONS } from './operator-carry.ts'
import { listInstances } from './operator-instances.ts'

const named = z.strictObject({ name: z.string().transform(readAccountName) })

/**
 * What the command line asks of a store: of the running gateway by the socket in its data folder, else of the store that
 * the command opens itself. The key is the command, or what it asks beside.
 */
const OPERATIONS = {
  'account list': operation(z.strictObject({}), async ({ ground }) => ({ accounts: await listAccounts(ground) })),
  ...CARRY_OPERATIONS,
  'account new': operation(named, (house, { name }) => newAccount(house, name)),
  'account rotate': operation(named, (house, { name }) => rotateAccount(house, name)),
  'account delete': operation(named, (house, { name }) => endAccount(house, name)),
  'instance list': operation(
    z.strictObject({ account: z.string().optional(), numbers: z.boolean() }),
    (house, wanted) => listInstances(house, wanted),
  ),
  doctor: operation(z.strictObject({}), (house) => examine(house)),
}

export type OperationName = keyof typeof OPERATIONS
export type InputOf<Name extends OperationName> = Parameters<(typeof OPERATIONS)[Name]['run']>[1]
export type OutputOf<Name extends OperationName> = Awaited<ReturnType<(typeof OPERATIONS)[Name]['run']>>

/** Does what was asked for by name. @throws Refused when it cannot be understood, or cannot be done */
export async function operate(house: House, name: string, input: unknown): Promise<unknown> {
  const { operation, value } = readInput(name, input)
  return await operation.run(house, value)
}

/** What is asked for, before anything is opened for it. @throws Refused when it cannot be understood */
export function readInput(name: string, input: unknown): { operation: Operation<unknown, unknown>; value: unknown } {
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name as OperationName] : undefined
  const read = operation?.input.safeParse(input)
  if (!read?.success) throw new Refused(NOT_UNDERSTOOD)
  return { operation: operation as Operation<unknown, unknown>, value: read.data }
}

export const NOT_UNDERSTOOD = 'The gateway does not understand this command: is it of another version?'
