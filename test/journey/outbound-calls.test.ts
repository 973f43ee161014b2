import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  LOOPBACK_SPELLINGS,
  METADATA_PLACES,
  REFUSED_NETWORKS,
  TRICKS,
} from '../../src/platform/egress/private-places.suite.ts'
import { type GatewayOptions, startGateway, type TestGateway } from './gateway.ts'
import { startSandbox } from './sandbox.ts'

const WIDE_OPEN = '0.0.0.0/8 127.0.0.0/8 ::/127 64:ff9b:1::/48'
const MOST_WEBHOOKS = 3

async function openGateway(options: GatewayOptions): Promise<TestGateway> {
  const gateway = await startGateway(options)
  onTestFinished(() => gateway.stop())
  return gateway
}

/** A server on an address of loopback, and how often it was called. */
async function listenOn(host: string, location?: string) {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(request.url ?? '')
    request.resume()
    response.writeHead(location === undefined ? 204 : 302, location === undefined ? {} : { location }).end()
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, heard }
}

/** What the deliveries of an instance have come to, once each was tried. */
async function triedDeliveries(gateway: TestGateway, name: string, count: number) {
  const read = async () => {
    const { body } = await gateway.call('GET', `/api/events/deliveries/${name}`)
    return body.deliveries as { state: string; attempts: number; lastStatus: number | null; lastError: string | null }[]
  }
  await expect
    .poll(async () => (await read()).filter(({ attempts }) => attempts > 0).length)
    .toBeGreaterThanOrEqual(count)
  return (await read()).filter(({ attempts }) => attempts > 0)
}

test('no webhook to a private place is kept, however it is spelled', async () => {
  const gateway = await openGateway({ environment: { EGRESS_ALLOW: '' } })
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  const inUrl = (address: string) => (address.includes(':') ? `[${address}]` : address)
  const urls = [
    ...LOOPBACK_SPELLINGS.map((host) => `http://${host}:8080/hook`),
    ...TRICKS,
    ...METADATA_PLACES.map(([address]) => `http://${inUrl(address)}/latest/meta-data/`),
    ...REFUSED_NETWORKS.map(([network]) => `https://${inUrl(network.replace(/\/\d+$/, ''))}/`),
  ]
  const kept: string[] = []
  for (const url of urls) {
    const { status, body } = await gateway.call('POST', '/api/events/webhook/shop', { body: { url } })
    if (status !== 400 || body.error.code !== 'address_refused') kept.push(url)
  }
  expect(kept).toEqual([])
  expect((await gateway.call('GET', '/api/events/webhook/shop')).body.webhooks).toEqual([])
})

test('webhooks that were kept before are not called once the operator no longer names their place', async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const dataDir = await mkdtemp(join(tmpdir(), 'formwire-outbound-'))
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }))
  const trap = await listenOn('127.0.0.1')
  const names = Array.from({ length: Math.ceil(LOOPBACK_SPELLINGS.length / MOST_WEBHOOKS) }, (_, at) => `shop${at}`)

  const before = await startGateway({ sandbox, dataDir, environment: { EGRESS_ALLOW: WIDE_OPEN } })
  for (const [at, name] of names.entries()) {
    await before.call('POST', '/api/instance/new', { body: { name } })
    for (const host of LOOPBACK_SPELLINGS.slice(at * MOST_WEBHOOKS, (at + 1) * MOST_WEBHOOKS)) {
      const body = { label: host, url: `http://${host}:${trap.port}/hook` }
      expect(await before.call('POST', `/api/events/webhook/${name}`, { body })).toMatchObject({ status: 200 })
    }
  }
  await before.stop()

  const gateway = await openGateway({ sandbox, dataDir, environment: { EGRESS_ALLOW: '' } })
  let refused = 0
  for (const [at, name] of names.entries()) {
    const webhooks = Math.min(MOST_WEBHOOKS, LOOPBACK_SPELLINGS.length - at * MOST_WEBHOOKS)
    await gateway.call('GET', `/api/instance/connect/${name}`)
    const tried = await triedDeliveries(gateway, name, webhooks)
    for (const delivery of tried) {
      expect(delivery).toMatchObject({ state: 'pending', lastStatus: null, lastError: 'address_refused' })
    }
    refused += webhooks
  }
  expect(refused).toBe(LOOPBACK_SPELLINGS.length)
  expect(trap.heard).toEqual([])
})

test('a webhook that redirects inside has failed, and nobody inside was called', async () => {
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  const trap = await listenOn('127.0.0.1')
  const outside = await listenOn('127.0.0.2', `http://0x7f.1:${trap.port}/inside`)
  const gateway = await openGateway({ sandbox, environment: { EGRESS_ALLOW: '127.0.0.2' } })
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  await gateway.call('POST', '/api/events/webhook/shop', { body: { url: `http://127.0.0.2:${outside.port}/hook` } })
  await gateway.call('GET', '/api/instance/connect/shop')
  const [delivery] = await triedDeliveries(gateway, 'shop', 1)
  expect(delivery).toMatchObject({ state: 'pending', lastStatus: 302, lastError: null })
  expect(outside.heard).toContain('/hook')
  expect(trap.heard).toEqual([])
})
