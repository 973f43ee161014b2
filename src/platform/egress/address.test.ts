import { describe, expect, test } from 'vitest'
import { isOpenAddress, readNetworks } from './address.ts'

const none = readNetworks([])

describe('refused without an allow-list', () => {
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '169.254.169.254',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    '198.18.0.1',
    '192.0.2.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'fc00::1',
    'fd00:ec2::254',
    'fd20:ce::254',
    'ff02::1',
    '100::1',
    '2001:db8::1',
    '4000::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::169.254.169.254',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '2001:0:5db8:d822::80ff:fffe',
    '2001:0:7f00:1::a247:27dd',
    '2606:4700::5efe:10.0.0.1',
    'localhost',
    '',
  ])('%s', (address) => {
    expect(isOpenAddress(address, none)).toBe(false)
  })
})

test.each([
  '93.184.216.34',
  '1.1.1.1',
  '2606:4700:4700::1111',
  '::ffff:93.184.216.34',
  '64:ff9b::5db8:d822',
  '2002:5db8:d822::1',
  '2001:0:5db8:d822::a247:27dd',
])('%s is open: it is public, or embeds only what is', (address) => {
  expect(isOpenAddress(address, none)).toBe(true)
})

test('the allow-list opens its networks and their disguises, and nothing beside them', () => {
  const allowed = readNetworks(['10.1.0.0/16', '::1/128', ' 192.168.1.7 '])
  expect(isOpenAddress('10.1.2.3', allowed)).toBe(true)
  expect(isOpenAddress('::ffff:10.1.2.3', allowed)).toBe(true)
  expect(isOpenAddress('64:ff9b::a01:203', allowed)).toBe(true)
  expect(isOpenAddress('::1', allowed)).toBe(true)
  expect(isOpenAddress('192.168.1.7', allowed)).toBe(true)
  expect(isOpenAddress('192.168.1.8', allowed)).toBe(false)
  expect(isOpenAddress('10.2.0.1', allowed)).toBe(false)
  expect(isOpenAddress('127.0.0.1', allowed)).toBe(false)
})

test('a wide network never opens a metadata address, naming it singly does', () => {
  expect(isOpenAddress('169.254.169.254', readNetworks(['0.0.0.0/0']))).toBe(false)
  expect(isOpenAddress('::ffff:169.254.169.254', readNetworks(['0.0.0.0/0', '::/0']))).toBe(false)
  expect(isOpenAddress('169.254.1.1', readNetworks(['169.254.0.0/16']))).toBe(true)
  expect(isOpenAddress('169.254.169.254', readNetworks(['169.254.169.254/32']))).toBe(true)
  expect(isOpenAddress('fd00:ec2::254', readNetworks(['fd00::/8']))).toBe(false)
})

test('a network of IPv6 opens no IPv4 address that hides in it, a mapped network opens the IPv4 network', () => {
  const wide = readNetworks(['::/0'])
  for (const address of ['::ffff:10.0.0.1', '::10.0.0.1', '64:ff9b::a00:1', '2002:a00:1::1', 'fd00::5efe:10.0.0.1']) {
    expect([address, isOpenAddress(address, wide)]).toEqual([address, false])
  }
  expect(isOpenAddress('fd00::1', wide)).toBe(true)
  expect(isOpenAddress('fd00::5efe:10.0.0.1', readNetworks(['fd00::/8', '10.0.0.1']))).toBe(true)
  const mapped = readNetworks(['::ffff:10.0.0.0/104', '::ffff:192.168.1.7'])
  expect(isOpenAddress('10.9.9.9', mapped)).toBe(true)
  expect(isOpenAddress('192.168.1.7', mapped)).toBe(true)
  expect(isOpenAddress('::ffff:192.168.1.8', mapped)).toBe(false)
})

test('a local NAT64 that was opened leads to no metadata address, wherever its prefix ends', () => {
  const opened = readNetworks(['64:ff9b:1::/48'])
  expect(isOpenAddress('64:ff9b:1::a00:1', opened)).toBe(true)
  for (const address of [
    '64:ff9b:1:a9fe:a9:fe00::',
    '64:ff9b:1:a9:fe:a9fe::',
    '64:ff9b:1:0:a9:fea9:fe00:0',
    '64:ff9b:1::a9fe:a9fe',
  ]) {
    expect([address, isOpenAddress(address, opened)]).toEqual([address, false])
  }
})

test.each(['10.0.0.0/33', 'localhost', '10.1', '', '::/129'])('%j is no network', (text) => {
  expect(() => readNetworks([text])).toThrow(RangeError)
})
