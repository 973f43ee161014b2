import { z } from 'zod'
import { listAccounts, readAccountName } from '../account/index.ts'
import { Refused } from '../kernel/refused.ts'
import { examine } from './examine-store.ts'
import type { OpenedGateway } from './opened-gateway.ts'
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
  'account list': operation(z.strictObject({}), async ({ storeAndKeys }) => ({
    accounts: await listAccounts(storeAndKeys),
  })),
  ...CARRY_OPERATIONS,
  'account new': operation(named, (gateway, { name }) => newAccount(gateway, name)),
  'account rotate': operation(named, (gateway, { name }) => rotateAccount(gateway, name)),
  'account delete': operation(named, (gateway, { name }) => endAccount(gateway, name)),
  'instance list': operation(
    z.strictObject({ account: z.string().optional(), numbers: z.boolean() }),
    (gateway, wanted) => listInstances(gateway, wanted),
  ),
  doctor: operation(z.strictObject({}), (gateway) => examine(gateway)),
}

export type OperationName = keyof typeof OPERATIONS
export type InputOf<Name extends OperationName> = Parameters<(typeof OPERATIONS)[Name]['run']>[1]
export type OutputOf<Name extends OperationName> = Awaited<ReturnType<(typeof OPERATIONS)[Name]['run']>>

/** Does what was asked for by name. @throws Refused when it cannot be understood, or cannot be done */
export async function operate(gateway: OpenedGateway, name: string, input: unknown): Promise<unknown> {
  const { operation, value } = readInput(name, input)
  return await operation.run(gateway, value)
}

/** What is asked for, before anything is opened for it. @throws Refused when it cannot be understood */
export function readInput(name: string, input: unknown): { operation: Operation<unknown, unknown>; value: unknown } {
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name as OperationName] : undefined
  const read = operation?.input.safeParse(input)
  if (!read?.success) throw new Refused(NOT_UNDERSTOOD)
  return { operation: operation as Operation<unknown, unknown>, value: read.data }
}

export const NOT_UNDERSTOOD = 'The gateway does not understand this command: is it of another version?'
