import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTestStore } from '../platform/db/test-store.suite.ts'
import { rotateAccountToken } from './rotate-account-token.ts'
import { findTokenOwner, insertAccount } from './store.ts'

test('a new token is told although its file cannot be written, for the old one has ended', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'formwire-rotate-'))
  const { store, remove } = await openTestStore('sqlite')
  const hashToken = (token: string) => `hash of ${token}`
  try {
    await store.write(({ sql }) =>
      insertAccount(sql, { id: 'acc_1', name: 'default', token_hash: hashToken('old'), created_at: 1 }),
    )
    await writeFile(join(dataDir, 'account-token'), 'old\n')
    // What stands in the way of the file that is written aside.
    await mkdir(join(dataDir, 'account-token.new', 'in the way'), { recursive: true })
    const random = { bytes: (size: number) => new Uint8Array(randomBytes(size)) }
    const deps = { store, random, dataDir, accountToken: undefined, hashToken, tokenEnded: () => {} }
    const { token, warning } = await rotateAccountToken(deps, 'default')
    expect(warning).toContain('cannot be written')
    expect((await findTokenOwner(store.read, hashToken(token)))?.accountId).toBe('acc_1')
    expect(await findTokenOwner(store.read, hashToken('old'))).toBeNull()
  } finally {
    await remove()
    await rm(dataDir, { recursive: true, force: true })
  }
})
