import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Sandbox, scanCode, startSandbox } from './sandbox.ts'

interface Heard {
  event: string
  data: { state: string; jid?: string; qr?: string; timestamp: string }
  instanceData: { instance: string; baseUrl: string }
}

let sandbox: Sandbox
let gateway: TestGateway
let receiver: Server
let receiverUrl: string
let heard: Heard[]
let isHanging: boolean

beforeEach(async () => {
  heard = []
  isHanging = false
  receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push(JSON.parse(body) as Heard)
      if (!isHanging) response.writeHead(204).end()
    })
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/events`
  sandbox = await startSandbox()
  gateway = await startGateway({ sandbox })
})

afterEach(async () => {
  await gateway.stop()
  await sandbox.close()
  receiver.closeAllConnections()
  receiver.close()
})

test('an instance made with a webhook tells it every state that it goes through', async () => {
  const body = { name: 'shop', webhookURL: receiverUrl, webhookEvents: ['instance.state'], websocketEnabled: true }
  const made = await gateway.call('POST', '/api/instance/new', { body })
  expect(made.body.instance).toMatchObject({
    webhook: { label: 'default', enabled: true, url: receiverUrl, events: ['instance.state'] },
    websocket: { enabled: true },
  })
  const listed = await gateway.call('GET', '/api/instance/list')
  expect(listed.body.instances[0]).toMatchObject({ webhook: { url: receiverUrl }, websocket: { enabled: true } })

  await scanCode(gateway, sandbox, 'shop', '5511922220001')
  const states = () => heard.map(({ data }) => data.state)
  await expect.poll(states, { timeout: 10_000 }).toContain('connected')
  expect(states().slice(0, 3)).toEqual(['connecting', 'qr_ready', 'pair_success'])
  expect(heard[1]?.data.qr).toMatch(/^https:\/\/wa\.me\//)
  expect(heard.at(-1)?.data.jid).toMatch(/^\d+@s\.whatsapp\.net$/)
  expect(heard[0]).toMatchObject({
    event: 'instance.state',
    instanceData: { instance: 'shop', baseUrl: gateway.baseUrl },
  })
  await gateway.call('DELETE', '/api/instance/logout/shop')
  await expect.poll(states, { timeout: 10_000 }).toContain('logged_out')
  expect(states().filter((state) => state === 'logged_out')).toHaveLength(1)
})

test('a wrong webhook block does not undo the instance: it comes back switched off, with the reason', async () => {
  const body = { name: 'shop', webhookEnabled: true, webhookURL: 'http://10.0.0.1/hook', websocketEnabled: 'perhaps' }
  const { status, body: made } = await gateway.call('POST', '/api/instance/new', { body })
  expect(status).toBe(201)
  expect(made.instance.webhook).toMatchObject({ enabled: false, error: expect.stringContaining('url') })
  expect(made.instance.websocket).toMatchObject({ enabled: false, error: expect.any(String) })
  const { body: listed } = await gateway.call('GET', '/api/instance/list')
  expect(listed.instances[0]).toMatchObject({ name: 'shop', webhook: null })
})

test('a receiver that never answers does not keep the gateway from stopping in time', async () => {
  isHanging = true
  const body = { name: 'shop', webhookURL: receiverUrl }
  await gateway.call('POST', '/api/instance/new', { body })
  await gateway.call('GET', '/api/instance/connect/shop')
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBeGreaterThan(0)
  const startedAt = performance.now()
  await gateway.stop()
  expect(performance.now() - startedAt).toBeLessThan(4_500)
})
