import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import type { AuthenticationCreds } from '@whiskeysockets/baileys'
import { type BareAccount, createBareAccount } from './bare-account.ts'
import { type MemoryKeys, memoryKeys } from './bare-keys.ts'

/** One file for each account, numbered from 0: what it is and the keys that it has in memory. */
export function saveAccounts(
  folder: string,
  accounts: readonly { creds: AuthenticationCreds; keys: MemoryKeys }[],
): void {
  for (const [index, { creds, keys }] of accounts.entries()) {
    writeFileSync(fileOf(folder, index), serialize({ creds, kept: keys.all() }))
  }
}

/** An account as it was saved, its keys in memory again. */
export function loadAccount(folder: string, index: number): BareAccount {
  const { creds, kept } = deserialize(readFileSync(fileOf(folder, index))) as {
    creds: AuthenticationCreds
    kept: Map<string, unknown>
  }
  return createBareAccount(creds, memoryKeys(kept))
}

function fileOf(folder: string, index: number): string {
  return join(folder, `${index}.account`)
}
