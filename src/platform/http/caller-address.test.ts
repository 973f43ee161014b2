import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { addressKey, createAddressReader } from './caller-address.ts'

test('who has one IPv6 address has its whole /64', () => {
  expect(addressKey('2001:db8:1:2::1')).toBe(addressKey('2001:DB8:1:2:ffff:ffff:ffff:ffff'))
  expect(addressKey('2001:db8:1:2::1')).not.toBe(addressKey('2001:db8:1:3::1'))
  expect(addressKey('fe80::1%eth0')).toBe(addressKey('fe80::2'))
})

test('a mapped IPv4 is that IPv4', () => {
  for (const spelling of ['::ffff:192.0.2.7', '::ffff:c000:207', '192.0.2.7']) {
    expect(addressKey(spelling), spelling).toBe('192.0.2.7')
  }
  expect(addressKey('192.0.2.8')).toBe('192.0.2.8')
})

test('what is no address is remembered too, but not at any length', () => {
  expect(addressKey('unknown')).toBe('unknown')
  expect(addressKey('x'.repeat(10_000))).toHaveLength(64)
  expect(addressKey(undefined)).toBe('undefined')
})

/** The address that a reader makes of a request from loopback with this `X-Forwarded-For`. */
async function read(trusted: readonly string[], forwarded: string): Promise<string> {
  const addressOf = createAddressReader(trusted)
  const server = createServer((request, response) => response.end(addressOf(request)))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-for': forwarded } })
  server.close()
  return response.text()
}

test('X-Forwarded-For counts as far as trusted proxies wrote it', async () => {
  expect(await read([], '203.0.113.9')).toBe('127.0.0.1')
  expect(await read(['127.0.0.1'], '198.51.100.1, 203.0.113.9')).toBe('203.0.113.9')
  expect(await read(['127.0.0.0/8', '203.0.113.0/24'], '198.51.100.1, 203.0.113.9')).toBe('198.51.100.1')
})
