import { expect, test } from 'vitest'
import { isProxyChanged, keepsPassword, proxyBlockOf, proxyDraftOf, proxyFaults } from './proxy-draft.ts'

const SAVED = proxyDraftOf({ enabled: true, protocol: 'socks5', host: '2606:4700::1', port: 1080, username: 'shop' })
const NONE = proxyDraftOf({ enabled: false, protocol: null, host: null, port: null, username: null })

test('the same proxy keeps its password, every other has to be given it anew', () => {
  expect(keepsPassword(SAVED, { ...SAVED, host: '[2606:4700::1] ' })).toBe(true)
  expect(keepsPassword(SAVED, { ...SAVED, host: 'trap.example' })).toBe(false)
  expect(keepsPassword(SAVED, { ...SAVED, port: '1081' })).toBe(false)
  expect(keepsPassword(SAVED, { ...SAVED, protocol: 'https' })).toBe(false)
  expect(keepsPassword(SAVED, { ...SAVED, username: 'rui' })).toBe(false)
  expect(keepsPassword(NONE, { ...NONE, enabled: true, username: 'shop' })).toBe(false)
})

test('a password that was not typed is not sent, and an emptied one neither', () => {
  expect(proxyBlockOf(SAVED)).toEqual({
    enabled: true,
    protocol: 'socks5',
    host: '2606:4700::1',
    port: 1080,
    username: 'shop',
  })
  expect(proxyBlockOf({ ...SAVED, password: ' x ' }).password).toBe(' x ')
})

test('no proxy is said in one word, whatever is left in the fields', () => {
  expect(proxyBlockOf({ ...SAVED, enabled: false, port: 'nonsense' })).toEqual({ enabled: false })
  expect(proxyFaults({ ...SAVED, enabled: false, host: '', port: 'nonsense' })).toEqual({})
})

test('what is typed beside a proxy that is off and stays off is no change', () => {
  expect(isProxyChanged(NONE, { ...NONE, host: 'proxy.example' })).toBe(false)
  expect(isProxyChanged(NONE, { ...NONE, enabled: true })).toBe(true)
  expect(isProxyChanged(SAVED, { ...SAVED, password: 'new' })).toBe(true)
  expect(isProxyChanged(SAVED, SAVED)).toBe(false)
})

test.each([
  [{ host: ' ' }, { host: 'hostMissing' }],
  [{ port: '' }, { port: 'portWrong' }],
  [{ port: '65536' }, { port: 'portWrong' }],
  [{ port: '80.5' }, { port: 'portWrong' }],
  [{ username: '', password: 'x' }, { username: 'usernameMissing' }],
  [{ protocol: 'http' as const, username: 'a:b' }, { username: 'usernameColon' }],
  [{ username: 'a:b' }, {}],
])('%j: %j', (typed, faults) => {
  expect(proxyFaults({ ...SAVED, ...typed })).toEqual(faults)
})
