import { expect, test } from 'vitest'
import { FormwireError } from '../../kernel/errors.ts'
import { type InstanceProxy, isSameProxy, type ProxyBlock, readProxy, withKeptPassword } from './read-proxy.ts'

const NOTHING: ProxyBlock = {
  enabled: undefined,
  host: undefined,
  port: undefined,
  protocol: undefined,
  username: undefined,
  password: undefined,
}
const read = (block: Partial<ProxyBlock>) => readProxy({ ...NOTHING, ...block })
const PLAIN: InstanceProxy = { protocol: 'http', host: 'proxy.example', port: 8080, username: null, password: null }

test.each([
  ['a host and a port are enough', { host: 'proxy.example', port: 8080 }, {}],
  ['digits in a string do for the port', { enabled: 'true', host: ' proxy.example ', port: '8080' }, {}],
  ['https', { host: 'proxy.example', port: 8080, protocol: 'HTTPS' }, { protocol: 'https' }],
  ['socks5', { host: 'proxy.example', port: 8080, protocol: 'socks5' }, { protocol: 'socks5' }],
  ['socks5h is socks5', { host: 'proxy.example', port: 8080, protocol: 'socks5h' }, { protocol: 'socks5' }],
  ['an IPv6 address loses its brackets', { host: '[2606:4700::1]', port: 8080 }, { host: '2606:4700::1' }],
  ['a username alone', { host: 'proxy.example', port: 8080, username: 'ana' }, { username: 'ana' }],
  [
    'credentials of digits',
    { host: 'proxy.example', port: 8080, username: 7, password: 12 },
    { username: '7', password: '12' },
  ],
  [
    'a colon in a username of SOCKS5',
    { host: 'proxy.example', port: 8080, protocol: 'socks5', username: 'a:b', password: ' x:y ' },
    { protocol: 'socks5' as const, username: 'a:b', password: ' x:y ' },
  ],
])('%s', (_case, block, differences) => {
  expect(read(block)).toEqual({ ...PLAIN, ...differences })
})

test.each([
  [{}],
  [{ enabled: false }],
  [{ enabled: 'false', host: 'proxy.example', port: 'nonsense', password: 'forgotten' }],
  [{ enabled: null, host: '' }],
  [{ port: 8080, password: 'x' }],
])('%j switches it off, and keeps nothing', (block) => {
  expect(read(block)).toBeNull()
})

test.each([
  ['enabled', { enabled: 'perhaps', host: 'proxy.example', port: 1 }],
  ['host', { enabled: true, port: 8080 }],
  ['host', { enabled: true, host: ['proxy.example'], port: 8080 }],
  ['host', { host: 'h'.repeat(254), port: 8080 }],
  ['port', { host: 'proxy.example' }],
  ['port', { host: 'proxy.example', port: 0 }],
  ['port', { host: 'proxy.example', port: 65_536 }],
  ['port', { host: 'proxy.example', port: 80.5 }],
  ['port', { host: 'proxy.example', port: '0x50' }],
  ['protocol', { host: 'proxy.example', port: 8080, protocol: 'socks4' }],
  ['protocol', { host: 'proxy.example', port: 8080, protocol: 'socks' }],
  ['protocol', { host: 'proxy.example', port: 8080, protocol: 'http://' }],
  ['username', { host: 'proxy.example', port: 8080, password: 'x' }],
  ['username', { host: 'proxy.example', port: 8080, username: 'a:b' }],
  ['username', { host: 'proxy.example', port: 8080, username: 'a\r\nHost: inside' }],
  ['username', { host: 'proxy.example', port: 8080, username: 'ç'.repeat(128) }],
  ['password', { host: 'proxy.example', port: 8080, username: 'ana', password: 'x'.repeat(256) }],
  ['password', { host: 'proxy.example', port: 8080, username: 'ana', password: {} }],
])('%s is refused, and not repeated: %j', (path, block) => {
  const caught = (() => {
    try {
      return read(block)
    } catch (error) {
      return error
    }
  })()
  expect(caught).toBeInstanceOf(FormwireError)
  const { code, details, message } = caught as FormwireError
  expect([code, details?.[0]?.path]).toEqual(['request_invalid', path])
  expect(message).not.toMatch(/inside|xxx|ççç|hhh/)
})

test('the password of the same proxy stays when none is given, and goes to no other', () => {
  const known: InstanceProxy = { ...PLAIN, username: 'ana', password: 'segredo' }
  const shown: InstanceProxy = { ...PLAIN, username: 'ana' }
  expect(withKeptPassword(shown, known)).toEqual(known)
  expect(withKeptPassword({ ...shown, password: 'other' }, known).password).toBe('other')
  const elsewhere = [{ host: 'trap.example' }, { port: 8081 }, { protocol: 'https' as const }, { username: 'rui' }]
  for (const difference of elsewhere) {
    expect(withKeptPassword({ ...shown, ...difference }, known).password).toBeNull()
  }
  expect(withKeptPassword(shown, null)).toEqual(shown)
})

test('two are the same with the same password, or when both are none', () => {
  expect(isSameProxy(PLAIN, { ...PLAIN })).toBe(true)
  expect(isSameProxy(PLAIN, { ...PLAIN, password: 'x' })).toBe(false)
  expect(isSameProxy(PLAIN, null)).toBe(false)
  expect(isSameProxy(null, null)).toBe(true)
})
