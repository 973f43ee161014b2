import { deflateSync } from 'node:zlib'
import { proto } from '@whiskeysockets/baileys'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../kernel/clock.ts'
import { createEgress } from '../../platform/egress/egress.ts'
import { type LocalProxy, startHttpProxy, startSocks5Proxy } from '../../platform/egress/local-proxies.suite.ts'
import { ProxyFailed } from '../../platform/egress/proxy.ts'
import type { LineListener, LineProxy } from '../port.ts'
import { farewell } from './disconnect.ts'
import { createHistory, type HistoryNotice } from './history.ts'
import { createNewsDesk } from './news.ts'
import { createOutlet } from './outlet.ts'

const egress = createEgress({ allow: ['127.0.0.0/8'], clock: systemClock })
const listener = (proxy?: LineListener['proxy']): LineListener => ({ hear: async () => {}, ...(proxy && { proxy }) })

function outletOf(proxy?: LineListener['proxy']) {
  const failures: string[] = []
  const openWay = egress.through
  const outlet = createOutlet({ listener: listener(proxy), openWay, onFailure: (reason) => failures.push(reason) })
  return { outlet, failures }
}

const proxyAt = ({ port }: LocalProxy, protocol: LineProxy['protocol']): LineProxy => ({
  protocol,
  host: '127.0.0.1',
  port,
  username: null,
  password: null,
})

test('without a proxy a line connects directly', async () => {
  expect(await outletOf().outlet.open()).toBeNull()
  expect(await outletOf(async () => null).outlet.open()).toBeNull()
})

test('a proxy that cannot be read, or gone through, is no leave to connect directly', async () => {
  const unread = outletOf(async () => {
    throw new Error('the store is away')
  })
  await expect(unread.outlet.open()).rejects.toMatchObject({ name: 'ProxyFailed', reason: 'not_readable' })
  const proxy = { protocol: 'http', host: '127.0.0.1', port: 9, username: null, password: null } as const
  const none = createOutlet({ listener: listener(async () => proxy), openWay: undefined, onFailure: () => {} })
  await expect(none.open()).rejects.toBeInstanceOf(ProxyFailed)
  expect(unread.failures).toEqual(['not_readable'])
})

test('a linked line tries again when its proxy failed; one that is being linked says so', () => {
  const failed = new ProxyFailed('timeout')
  const wrapped = Object.assign(new Error('WebSocket Error (…)'), { data: failed, output: { statusCode: 500 } })
  for (const error of [failed, wrapped]) {
    expect(farewell(error, true, 0)).toEqual({ reason: 'proxy_failed', next: 'dial_later' })
    expect(farewell(error, false, 0)).toEqual({ reason: 'proxy_failed', next: 'stay_closed' })
  }
})

/** A chunk that has to be downloaded, as WhatsApp sends all but the smallest. */
const REMOTE: HistoryNotice = {
  syncType: proto.HistorySync.HistorySyncType.RECENT as number,
  directPath: '/v/chunk.enc',
  mediaKey: new Uint8Array(32),
}
const INLINE: HistoryNotice = {
  syncType: proto.HistorySync.HistorySyncType.RECENT as number,
  initialHistBootstrapInlinePayload: deflateSync(
    proto.HistorySync.encode({ syncType: proto.HistorySync.HistorySyncType.RECENT }).finish(),
  ),
}

test.each([
  ['http', startHttpProxy],
  ['socks5', startSocks5Proxy],
] as const)('%s: history is fetched through the proxy, and not at all where that fails', async (protocol, start) => {
  const proxy = await start()
  onTestFinished(() => proxy.close())
  const lost: Error[] = []
  const learned: unknown[] = []
  let isReadable = true
  const history = createHistory({
    clock: systemClock,
    timeScale: 1_000,
    news: createNewsDesk(listener(), () => {}),
    wantsHistory: async () => true,
    openWay: outletOf(async () => {
      if (!isReadable) throw new Error('the store is away')
      return proxyAt(proxy, protocol)
    }).outlet.open,
    onLost: (error) => lost.push(error as Error),
  })
  const take = (notice: HistoryNotice) =>
    history.take(notice, { learn: async (mappings) => void learned.push(mappings), read: async () => null })
  take(REMOTE)
  await expect.poll(() => lost.length).toBe(1)
  expect(proxy.targets).toEqual(['mmg.whatsapp.net:443'])
  expect(lost[0]?.cause).toMatchObject({ reason: 'target_unreachable' })
  isReadable = false
  take(REMOTE)
  await expect.poll(() => lost.length).toBe(2)
  expect(lost[1]).toMatchObject({ reason: 'not_readable' })
  isReadable = true
  take(INLINE)
  await expect.poll(() => learned.length).toBe(1)
  expect(proxy.connections()).toBe(1)
})
