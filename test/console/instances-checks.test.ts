import { afterAll, beforeAll, expect, test } from 'vitest'
import { isToken, nameFault } from '../../console/src/instances/instance-name.ts'
import { readPhone } from '../../console/src/instances/phone-number.ts'
import { type ProxyDraft, proxyBlockOf, proxyDraftOf, proxyFaults } from '../../console/src/instances/proxy-draft.ts'
import { changedOf, changeOf, type Draft, draftOf, faultsOf } from '../../console/src/instances/settings-draft.ts'
import { startGateway, type TestGateway } from '../journey/gateway.ts'

/** What the pages check before they ask is what the gateway would refuse, and no more. */
let gateway: TestGateway

beforeAll(async () => {
  gateway = await startGateway()
  await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
})

afterAll(() => gateway.stop())

test.each(['a', 'A-b_9', 'x'.repeat(100), 'x'.repeat(101), 'my shop', 'são', 'a.b', ' a', ''])(
  'the name %j',
  async (name) => {
    const { status } = await gateway.call('POST', '/api/instance/new', { body: { name } })
    expect(status).toBe(nameFault(name) === null ? 201 : 400)
  },
)

test.each([
  'x'.repeat(15),
  'x'.repeat(16),
  '!~'.repeat(128),
  'x'.repeat(257),
  'with a space in it',
  'çççççççççççççççç',
])('the token %j', async (token) => {
  const name = `token-${token.length}-${token.charCodeAt(0)}`
  const { status } = await gateway.call('POST', '/api/instance/new', { body: { name, token } })
  expect(status).toBe(isToken(token) ? 201 : 400)
})

const PROXY: ProxyDraft = { ...proxyDraftOf(noProxy()), enabled: true, host: '127.0.0.1', port: '9' }

test.each<Partial<ProxyDraft>>([
  {},
  { host: '' },
  { host: ' 127.0.0.1 ' },
  { port: '' },
  { port: '0' },
  { port: '65535' },
  { port: '65536' },
  { port: 'x' },
  { password: 'x' },
  { username: 'a:b' },
  { username: 'a:b', protocol: 'socks5' },
  { username: 'a', password: 'x' },
  { enabled: false, port: 'x' },
])('the proxy %j', async (typed) => {
  const draft = { ...PROXY, ...typed }
  const { status, body } = await gateway.call('POST', '/api/instance/proxy/shop', { body: proxyBlockOf(draft) })
  const faults = Object.keys(proxyFaults(draft))
  expect([status, body.error?.details?.[0]?.path]).toEqual(faults.length === 0 ? [200, undefined] : [400, faults[0]])
})

test.each<Partial<Draft>>([
  { pace: '3600' },
  { pace: '0,001' },
  { keeping: { way: 'days', days: '36500' } },
  { keeping: { way: 'ever', days: '' } },
  { callRejectMessage: 'é'.repeat(4096) },
  { callRejectMessage: 'é'.repeat(4097) },
  { buttonLabels: { contact_details: 'x'.repeat(256), registration_offer: '' } },
  { flowIds: { contact_details: '', registration_offer: 'x'.repeat(257) } },
])('settings, case %#', async (edits) => {
  const { body } = await gateway.call('GET', '/api/instance/getSettings/shop')
  const saved = draftOf(body.settings, ',')
  const draft = { ...saved, ...edits }
  const change = changeOf(draft, changedOf(saved, edits))
  const { status } = await gateway.call('POST', '/api/instance/settings/shop', { body: change })
  expect(status).toBe(Object.keys(faultsOf(draft)).length === 0 ? 200 : 400)
})

test.each(['12345', '0551198765432', '1234567890123456', 'abc', '+1 (212) 555-0100', '55.11.98765'])(
  'the number %j is judged before WhatsApp is asked',
  async (typed) => {
    const read = readPhone(typed)
    if ('digits' in read) return expect(read.digits).toMatch(/^[1-9]\d{6,14}$/)
    const { status, body } = await gateway.call('GET', `/api/instance/connect/shop?number=${encodeURIComponent(typed)}`)
    expect([status, body.error.code]).toEqual([400, 'number_invalid'])
  },
)

function noProxy() {
  return { enabled: false, host: null, port: null, protocol: null, username: null }
}
