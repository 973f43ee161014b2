import { expect, test } from 'vitest'
import type { Stage } from './stage.ts'
import { welcome } from './texts.ts'
import type { World } from './world.ts'

const WORLD: World = {
  baseUrl: 'http://127.0.0.1:8080',
  localUrl: 'http://127.0.0.1:8080',
  accountToken: 'token-of-the-account',
  accountTokenFile: '/tmp/demo/account-token',
  hasConsole: true,
  controlUrl: 'http://127.0.0.1:9',
  pageUrl: 'http://127.0.0.1:9/page/key',
  broken: new Promise(() => {}),
  close: async () => {},
}
const api = { get: () => Promise.reject(new Error('unused')), post: () => Promise.reject(new Error('unused')) }
const STAGE: Stage = { instance: 'demo', instanceToken: 'i', phone: '5511987654321', gateway: api, sandbox: api }

test('on a terminal the token to sign in with is shown', () => {
  const text = welcome(WORLD, STAGE, true)
  expect(text).toMatch(/Console +http:\/\/127\.0\.0\.1:8080\/\n +Sign in with +token-of-the-account\n/)
  expect(text).toContain('http://127.0.0.1:9/page/key/?phone=5511987654321')
})

test('what is kept in a file or a log says where the token is', () => {
  const text = welcome(WORLD, STAGE, false)
  expect(text).toContain('the account token in /tmp/demo/account-token')
  expect(text).not.toContain('token-of-the-account')
})

test('a console that is not built says how to build it', () => {
  expect(welcome({ ...WORLD, hasConsole: false }, STAGE, true)).toContain('(not built yet: npm run build:console)')
})
