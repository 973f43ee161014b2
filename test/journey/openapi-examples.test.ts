import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROUTES, type Route } from '../openapi-document.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { ANA, onPhone, openShop, type Shop } from './shop.ts'

let shop: Shop
/** One without instances: the examples make their own. */
let gateway: TestGateway
let receiver: Receiver

beforeAll(async () => {
  shop = await openShop()
  receiver = await startReceiver()
  gateway = await startGateway()
})

afterAll(async () => {
  await gateway?.stop()
  await receiver?.close()
  await shop?.close()
})

function examplesOf({ operation }: Route): [name: string, value: unknown][] {
  const media = operation.requestBody?.content['application/json']
  return Object.entries(media?.examples ?? {}).map(([name, { value }]) => [name, value])
}

interface WebhookCall {
  label?: string
  ids?: string[]
}

/** Makes what the example is about; the deliveries that it names are told by their real ids. */
async function aboutRealWebhook(instance: string, body: WebhookCall): Promise<WebhookCall> {
  const { label = 'default', ids } = body
  await gateway.call('POST', `/api/events/webhook/${instance}`, { body: { label, url: receiver.url } })
  if (ids === undefined) return body
  const tested = await gateway.call('POST', `/api/events/test/${instance}`, { body: { label } })
  return { ...body, ids: ids.map(() => tested.body.delivery.id) }
}

const calls = ROUTES.flatMap((route) =>
  examplesOf(route).map(([name, body]) => ({ title: `${route.name} ${name}`, route, body })),
)
const isSend = ({ route }: { route: Route }) => route.path.startsWith('/api/message/')

test('there are the examples that callers know', () => {
  const titles = calls.filter(isSend).map(({ title }) => title)
  const form = 'POST /api/message/form/{instance}'
  for (const name of ['offer', 'contact', 'own']) expect(titles).toContain(`${form} ${name}`)
})

test.for(calls.filter(isSend))('the example of the documentation goes out: $title', async ({ route, body }) => {
  const path = route.path.replace('{instance}', 'shop')
  const sent = await shop.gateway.call(route.method, path, { token: shop.token, body })
  expect([sent.status, sent.body.data?.state]).toEqual([200, 'sent'])
  const { message } = await onPhone(shop.sandbox, ANA, sent.body.data.messageId)
  expect(JSON.stringify(message)).toContain((body as { message: string }).message)
})

test.for(calls.filter((call) => !isSend(call)))(
  'the example of the documentation is accepted: $title',
  async (call) => {
    const { route, body } = call
    const name = (body as { name?: string }).name ?? 'shop'
    if (route.path.includes('{instance}')) await gateway.call('POST', '/api/instance/new', { body: { name } })
    const path = route.path.replace('{instance}', name)
    const given = /replay|test|rotateSecret|pauseWebhook/.test(path)
      ? await aboutRealWebhook(name, body as WebhookCall)
      : body
    // The example's token is nobody's.
    const real = path === '/api/session' ? { token: gateway.accountToken } : given
    const { status, body: answer } = await gateway.call(route.method, path, { body: real })
    const isDone = status === 204 || answer.success
    expect([String(status), isDone]).toEqual([Object.keys(route.operation.responses)[0], true])
    await gateway.call('DELETE', `/api/instance/delete/${name}`)
  },
)

test('addresses that need no token are those that say so', async () => {
  const open = ROUTES.filter(({ operation }) => operation.security?.length === 0).map(({ name }) => name)
  expect(open).toEqual(['POST /api/session', 'GET /health', 'GET /ready', 'GET /openapi.json'])
  for (const { path, method, operation, name } of ROUTES) {
    if (operation.security?.some((scheme) => Object.keys(scheme).length === 0)) continue
    const { status } = await gateway.call(method, path.replace('{instance}', 'shop'), { token: null })
    // Whoever signs in brings the token in the body.
    const ready = name === 'POST /api/session' ? 400 : 200
    expect(status, name).toBe(open.includes(name) ? ready : 401)
  }
})
