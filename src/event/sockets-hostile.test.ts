import { afterEach, expect, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { heldBytes } from './held.suite.ts'
import { BINARY, closeRaw, frame, openRaw, PING, TEXT, upgradeRequest } from './raw-socket.suite.ts'
import { movableClock, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

afterEach(closeRaw)

async function enter(rig: Rig) {
  const raw = openRaw(rig.baseUrl)
  raw.send(upgradeRequest('/ws/shop', { token: tokenOf('shop') }))
  await until(() => raw.text().includes('\r\n\r\n'))
  expect(raw.text()).toContain(' 101 ')
  return raw
}

/** The code of the close frame that came last. */
function closeCode(text: string): number {
  const at = text.lastIndexOf('\x88')
  return Buffer.from(text.slice(at + 2, at + 4), 'latin1').readUInt16BE()
}

describeStores((open) => {
  async function openShop() {
    const moving = movableClock()
    const rig = await openRig(await open(), { moving })
    await rig.call('POST', '/api/events/websocket/shop', { enabled: true })
    return { rig, moving }
  }

  test('what a client sends is ignored, whole, in pieces, as text or bytes; events go on', async () => {
    const { rig } = await openShop()
    const raw = await enter(rig)
    raw.send(frame(TEXT, Buffer.from('{"event":"subscribe"}')))
    raw.send(frame(BINARY, Buffer.alloc(65_536)))
    raw.send(frame(TEXT, Buffer.from('a'), false))
    raw.send(frame(PING, Buffer.from('between pieces')))
    raw.send(frame(0, Buffer.from('b')))
    await until(() => raw.text().includes('\x8a\x0ebetween pieces'))
    await rig.announce(stateNews('after'))
    await until(() => raw.text().includes('"after"'))
  })

  test('more than 64 KiB, at once or in pieces, ends the connection with 1009', async () => {
    const { rig } = await openShop()
    for (const frames of [
      [frame(TEXT, Buffer.alloc(65_537))],
      [frame(TEXT, Buffer.alloc(40_000), false), frame(0, Buffer.alloc(40_000), false)],
    ]) {
      const raw = await enter(rig)
      for (const one of frames) raw.send(one)
      await until(() => raw.text().includes('\x88'))
      expect(closeCode(raw.text())).toBe(1009)
    }
  })

  test('a frame without a mask, or with an extension that was not agreed to, ends the connection with 1002', async () => {
    const { rig } = await openShop()
    for (const broken of [Buffer.from([0x81, 1, 97]), Buffer.from([0xc1, 0x80, 0, 0, 0, 0])]) {
      const raw = await enter(rig)
      raw.send(broken)
      await until(() => raw.text().includes('\x88'))
      expect(closeCode(raw.text())).toBe(1002)
    }
  })

  test('frames that come with the request for the upgrade are read after it', async () => {
    const { rig } = await openShop()
    const raw = openRaw(rig.baseUrl)
    const request = Buffer.from(upgradeRequest('/ws/shop', { token: tokenOf('shop') }))
    raw.send(Buffer.concat([request, frame(PING, Buffer.from('early'))]))
    await until(() => raw.text().endsWith('\x8a\x05early'))
  })

  test('a client that pings without end and never reads does not have its pongs pile up here', async () => {
    const { rig } = await openShop()
    const raw = await enter(rig)
    raw.socket.pause()
    const flood = Buffer.concat(Array.from({ length: 5_000 }, () => frame(PING, Buffer.alloc(125, 'p'))))
    const before = heldBytes()
    const waitsToWrite = () => raw.socket.writableLength
    for (let sent = 0; sent < 60; sent += 1) {
      raw.send(flood)
      await until(() => waitsToWrite() < 8_000_000)
    }
    await until(() => waitsToWrite() === 0)
    expect(heldBytes() - before).toBeLessThan(30_000_000)
    raw.socket.resume()
    raw.send(frame(PING, Buffer.from('last')))
    await until(() => raw.text().includes('\x8a\x04last'))
  })

  test('a client that does not read is cut, others go on, and what waits for it stays small', async () => {
    const { rig, moving } = await openShop()
    const healthy = await enter(rig)
    const slow = await enter(rig)
    slow.socket.pause()
    let isCut = false
    slow.socket.on('close', () => {
      isCut = true
    })
    const text = 'x'.repeat(200_000)
    for (let index = 0; index < 100; index += 1) await rig.announce(stateNews(`${text} ${index}`))
    await until(() => healthy.text().includes(' 99"'))
    moving.advance(10_000)
    moving.advance(2_000)
    slow.socket.resume()
    slow.socket.end()
    await until(() => isCut)
    expect(slow.text()).not.toContain(' 99"')
    expect(healthy.socket.destroyed).toBe(false)
    await rig.announce(stateNews('afterwards'))
    await until(() => healthy.text().includes('"afterwards"'))
  })

  test('a client that reads again in time misses nothing', async () => {
    const { rig } = await openShop()
    const late = await enter(rig)
    late.socket.pause()
    const text = 'x'.repeat(200_000)
    for (let index = 0; index < 60; index += 1) await rig.announce(stateNews(`${text} ${index}`))
    late.socket.resume()
    await until(() => late.text().includes(' 59"'))
    const reasons = [...late.text().matchAll(/x (\d+)"/g)].map(([, index]) => Number(index))
    expect(reasons).toEqual(Array.from({ length: 60 }, (_, index) => index))
  })
})
