import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Refused } from '../kernel/refused.ts'
import { makeFolder } from '../platform/make-folder.ts'

/** Keeps the first account's token in the data folder, for its owner alone (0600). @throws Refused */
export async function keepTokenFile(dataDir: string, token: string): Promise<void> {
  const file = tokenFile(dataDir)
  const aside = `${file}.new`
  try {
    makeFolder(dataDir)
    await rm(aside, { force: true })
    await writeFile(aside, `${token}\n`, { mode: 0o600, flush: true })
    await rename(aside, file)
  } catch (cause) {
    throw new Refused(`${file} cannot be written.`, { cause })
  }
}

export function hasTokenFile(dataDir: string): boolean {
  return existsSync(tokenFile(dataDir))
}

export async function dropTokenFile(dataDir: string): Promise<void> {
  await rm(tokenFile(dataDir), { force: true })
}

function tokenFile(dataDir: string): string {
  return join(dataDir, 'account-token')
}
