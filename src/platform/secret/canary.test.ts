import { expect, test } from 'vitest'
import { describeStores } from '../db/test-store.suite.ts'
import { checkCanary } from './canary.ts'
import { createSealer } from './seal.ts'

const sealerOf = (byte: number) => createSealer(new Uint8Array(32).fill(byte))

describeStores((open) => {
  test('a store keeps to the key that it was made with', async () => {
    const store = await open()
    const rows = () => store.read.selectFrom('setting').selectAll().execute()
    await checkCanary(store, sealerOf(1))
    const made = await rows()
    expect(made).toEqual([{ key: 'canary', value: expect.any(String) }])
    await checkCanary(store, sealerOf(1))
    expect(await rows()).toEqual(made)
  })

  test('another key is one sentence, and nothing is overwritten', async () => {
    const store = await open()
    await checkCanary(store, sealerOf(1))
    const before = await store.read.selectFrom('setting').selectAll().execute()
    await expect(checkCanary(store, sealerOf(2))).rejects.toMatchObject({
      name: 'SecretRefused',
      message: expect.stringMatching(/^The secret key is not the one that this store was made with: .* was changed\.$/),
    })
    expect(await store.read.selectFrom('setting').selectAll().execute()).toEqual(before)
  })
})
