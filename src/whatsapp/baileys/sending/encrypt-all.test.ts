import { beforeAll, expect, test } from 'vitest'
import { createLocks } from '../locks.ts'
import { createSessionRoom } from '../session-room.ts'
import { ANA, bundleOf, javaScript, ours, type Party, quietly, US } from '../signal-parties.suite.ts'
import { encryptAll, type Sealed } from './encrypt-all.ts'

beforeAll(quietly)

const CAIO = '5511922222222@s.whatsapp.net'

/** A room of our own, and the bundles that the server has, which are fetched after everybody has asked. */
function roomOf(us: ReturnType<typeof ours>, bundles: Record<string, Awaited<ReturnType<typeof bundleOf>>>) {
  const room = createSessionRoom({ keys: us.keys, creds: us.creds, locks: createLocks() })
  const asked: string[][] = []
  const fetch = async (jids: readonly string[]) => {
    asked.push([...jids])
    await new Promise((resolve) => setImmediate(resolve))
    return new Map(Object.entries(bundles).filter(([jid]) => jids.includes(jid)))
  }
  const send = (words: string, ...jids: string[]) =>
    encryptAll(
      room,
      fetch,
      jids.map((jid) => ({ jid, plaintext: Buffer.from(words) })),
    )
  return { send, asked }
}

async function read(party: Party, [sealed]: readonly Sealed[]): Promise<string> {
  if (sealed === undefined) throw new Error('nothing was encrypted')
  const { type, ciphertext } = sealed
  return Buffer.from(await party.repository.decryptMessage({ jid: US, type, ciphertext })).toString()
}

test('two first messages at once used one key bundle twice, and the second could not be read', async () => {
  const us = ours()
  const ana = javaScript()
  const { send, asked } = roomOf(us, { [ANA]: await bundleOf(ana) })
  const [first, second] = await Promise.all([send('one', ANA), send('two', ANA)])
  expect(asked).toHaveLength(2)
  expect(await read(ana, first)).toBe('one')
  expect(await read(ana, second)).toBe('two')
  expect(await read(ana, await send('three', ANA))).toBe('three')
})

test('a session that cannot be used refused every message; it is begun anew', async () => {
  const us = ours()
  const ana = javaScript()
  await us.keys.set({ session: { '5511911111111.0': Buffer.from('no session at all') } })
  const { send, asked } = roomOf(us, { [ANA]: await bundleOf(ana) })
  expect(await read(ana, await send('one', ANA))).toBe('one')
  expect(asked).toEqual([[ANA]])
})

test('a device without keys, or with keys that are not its own, is left out, and the others are not', async () => {
  const us = ours()
  const ana = javaScript()
  const forged = await bundleOf(javaScript())
  forged.signedPreKey.signature = Buffer.alloc(64, 1)
  const { send } = roomOf(us, { [ANA]: await bundleOf(ana), [CAIO]: forged })
  const sealed = await send('one', CAIO, ANA, '5511933333333@s.whatsapp.net')
  expect(sealed.map(({ jid }) => jid)).toEqual([ANA])
  expect(await read(ana, sealed)).toBe('one')
  expect([...us.rows.keys()].filter((name) => name.includes('5511922222222'))).toEqual([])
})
