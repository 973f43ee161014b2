import { z } from 'zod'
import { listAccounts } from '../account/index.ts'
import { Refused } from '../kernel/refused.ts'
import { CARRY_OPERATIONS } from './carry-operations.ts'
import { type House, type Operation, operation } from './operation.ts'

/**
 * What the command line asks of a store: of the running gateway by the socket in its data folder, else of the store that
 * the command opens itself. The key is the command.
 */
export const OPERATIONS = {
  'account list': operation(z.strictObject({}), async ({ ground }) => ({ accounts: await listAccounts(ground) })),
  ...CARRY_OPERATIONS,
}

export type OperationName = keyof typeof OPERATIONS
export type InputOf<Name extends OperationName> = Parameters<(typeof OPERATIONS)[Name]['run']>[1]
export type OutputOf<Name extends OperationName> = Awaited<ReturnType<(typeof OPERATIONS)[Name]['run']>>

/** Does what was asked for by name. @throws Refused when it cannot be understood, or cannot be done */
export async function operate(house: House, name: string, input: unknown): Promise<unknown> {
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name as OperationName] : undefined
  if (!operation) throw new Refused('The gateway does not know this command: is it of another version?')
  const read = operation.input.safeParse(input)
  if (!read.success) throw new Refused('The gateway does not understand this command: is it of another version?')
  return await (operation as Operation<unknown, unknown>).run(house, read.data)
}
