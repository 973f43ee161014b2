import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { type AddressInfo, createServer as createPlainServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { CALL_ALONE } from './call-alone.suite.ts'
import type { OutboundReply } from './outbound-call.ts'
import { openEgress, receiver } from './rig.suite.ts'
import { makeCertificate } from './self-made-certificate.suite.ts'

const call = { headers: {}, body: '{}', timeoutMs: 10_000 }

/** A server on 127.0.0.1 with a certificate for `address` that nobody vouches for. */
async function secureReceiver(address = '127.0.0.1') {
  const { cert, key } = makeCertificate(address)
  const offered: string[][] = []
  const asked: string[] = []
  const ALPNCallback = ({ protocols }: { protocols: string[] }) => {
    offered.push(protocols)
    return protocols[0]
  }
  const server = createServer({ cert, key, ALPNCallback }, (request, response) => {
    asked.push(request.url ?? '')
    response.end('inside')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/`, cert, asked, offered }
}

/** The reply to a call of a process with this environment. */
async function callAlone(url: string, environment: Record<string, string>): Promise<OutboundReply> {
  const { PATH, NODE_OPTIONS } = process.env
  const child = fork(CALL_ALONE, [url], {
    execArgv: [],
    silent: true,
    env: { PATH, NODE_OPTIONS, ...environment },
  })
  const [reply] = await once(child, 'message')
  return reply as OutboundReply
}

async function keepFile(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'formwire-certificate-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'ca.pem'), text)
  return join(folder, 'ca.pem')
}

test('a certificate that nobody vouches for is refused before anything is said, and HTTP/2 is not offered', async () => {
  const { url, asked, offered } = await secureReceiver()
  const reply = await openEgress(['127.0.0.1']).post({ ...call, url })
  expect(reply).toEqual({ type: 'failed', reason: 'tls_failed', tookMs: expect.any(Number) })
  expect(asked).toEqual([])
  expect(offered).toEqual([['http/1.1']])
})

test('NODE_TLS_REJECT_UNAUTHORIZED=0 does not open that door', async () => {
  const { url, asked } = await secureReceiver()
  const reply = await callAlone(url, { NODE_TLS_REJECT_UNAUTHORIZED: '0' })
  expect(reply).toMatchObject({ type: 'failed', reason: 'tls_failed' })
  expect(asked).toEqual([])
})

test('a certificate that the operator vouches for is taken for its own address, and for no other', async () => {
  const own = await secureReceiver()
  const other = await secureReceiver('127.0.0.2')
  const vouching = { NODE_EXTRA_CA_CERTS: await keepFile(own.cert + other.cert) }
  expect(await callAlone(own.url, vouching)).toMatchObject({ type: 'answered', status: 200, body: 'inside' })
  expect(await callAlone(other.url, vouching)).toMatchObject({ type: 'failed', reason: 'tls_failed' })
  expect(other.asked).toEqual([])
})

test('a server without TLS behind an https URL: tls_failed', async () => {
  const { port, calls } = await receiver((_request, response) => response.end())
  const reply = await openEgress(['127.0.0.1']).post({ ...call, url: `https://127.0.0.1:${port}/` })
  expect(reply).toMatchObject({ type: 'failed', reason: 'tls_failed' })
  expect(calls()).toBe(0)
})

test('a proxy in the environment is passed by', async () => {
  const { port } = await receiver((_request, response) => response.end('direct'))
  let taken = 0
  const proxy = createPlainServer((socket) => {
    taken += 1
    socket.destroy()
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => void proxy.close())
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy']
  const environment = { NODE_USE_ENV_PROXY: '1', ...Object.fromEntries(names.map((name) => [name, address])) }
  expect(await callAlone(`http://127.0.0.1:${port}/`, environment)).toMatchObject({ status: 200, body: 'direct' })
  expect(taken).toBe(0)
})
