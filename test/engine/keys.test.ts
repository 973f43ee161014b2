import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import type { Store } from '../../src/platform/db/store.ts'
import { describeStores } from '../../src/platform/db/test-store.suite.ts'
import { createSealer } from '../../src/platform/secret/index.ts'
import { addPerson, control, linkNumber, listen, until } from '../../src/whatsapp/port-rig.suite.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})

afterAll(() => sandbox.close())

/** Every box that the engine has made. */
async function boxesIn({ read }: Store): Promise<Buffer[]> {
  const rows = await Promise.all([
    read.selectFrom('credential').select('sealed').execute(),
    read.selectFrom('signal_key').select('sealed').execute(),
    read.selectFrom('inbox').select('sealed').execute(),
  ])
  return rows.flat().map(({ sealed }) => Buffer.from(sealed))
}

/** Pieces that would be found wherever the whole stands as it is. */
function piecesOf(plain: Uint8Array): Buffer[] {
  const bytes = Buffer.from(plain)
  const starts = [0, Math.floor(bytes.length / 2) - 12, bytes.length - 24]
  return bytes.length < 24 ? [] : starts.map((start) => bytes.subarray(Math.max(0, start), Math.max(0, start) + 24))
}

describeStores((open) => {
  test('credentials, keys and messages that wait are sealed: nothing of them stands in the store', async () => {
    const store = await open()
    const { seal, open: unseal } = createSealer(randomBytes(32))
    const plain: Buffer[] = []
    const sealer = {
      open: unseal,
      seal: (place: Parameters<typeof seal>[0], bytes: Uint8Array) => {
        plain.push(...piecesOf(bytes))
        return seal(place, bytes)
      },
    }
    const world = baileysWorld(sandbox, store, { sealer })
    const linked = await linkNumber(world)
    const ana = await addPerson(world)
    const { id } = await ana.post('text', { to: linked.owner.phone, text: 'oi' })
    await linked.message(id)
    await linked.line.close()

    const deaf = world.start().line(linked.instanceId, {
      hear: ({ type }) => (type === 'message' ? new Promise(() => {}) : Promise.resolve()),
    })
    deaf.connect()
    await ana.post('text', { to: linked.owner.phone, text: 'um segredo que ninguém deve ler' })
    await until(async () => (await store.read.selectFrom('inbox').select('seq').execute()).length === 1, 'it waits')
    const boxes = Buffer.concat(await boxesIn(store))
    expect(plain.length).toBeGreaterThan(800)
    for (const piece of plain) expect(boxes.includes(piece)).toBe(false)
    for (const word of ['segredo', 'private', '$bytes', ana.phone, linked.owner.phone]) {
      expect(boxes.includes(word)).toBe(false)
    }
    await deaf.close()
  })

  test('linking that nobody finishes leaves nothing behind: while it waits, when it is closed, when it is refused', async () => {
    const store = await open()
    const world = baileysWorld(sandbox, store)
    const nothing = async () => expect(await boxesIn(store)).toEqual([])
    const owner = await addPerson(world)

    const byCode = listen(world.start(), await world.addInstance())
    await byCode.line.requestPairingCode(owner.phone)
    await nothing()
    await byCode.line.close()
    await nothing()

    const byQr = listen(world.start(), await world.addInstance())
    byQr.line.connect()
    await byQr.heard('code')
    await nothing()
    await byQr.line.close()
    await nothing()

    await control(world, 'faults', { account: owner.phone, passkey: true })
    const refused = listen(world.start(), await world.addInstance())
    refused.line.connect()
    const { qr } = await refused.heard('code')
    await control(world, 'link', { phone: owner.phone, qr }).catch(() => {})
    const { state } = await refused.heard('state', (told) => told.state.type === 'ended')
    expect(state).toMatchObject({ reason: 'passkey_required' })
    await nothing()
    await refused.line.close()
    await nothing()
  })
})
