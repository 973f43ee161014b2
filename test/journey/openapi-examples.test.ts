import { afterAll, beforeAll, expect, test } from 'vitest'
import { FINISHED, type Route } from '../openapi-document.ts'
import { startGateway, type TestGateway } from './gateway.ts'

let gateway: TestGateway

beforeAll(async () => {
  gateway = await startGateway()
})

afterAll(() => gateway.stop())

function examplesOf({ operation }: Route): [name: string, value: unknown][] {
  const media = operation.requestBody?.content['application/json']
  return Object.entries(media?.examples ?? {}).map(([name, { value }]) => [name, value])
}

/** Sends judge the body first, and then miss the connection that no instance has here. */
function mayLackConnection({ operation }: Route): boolean {
  const { content = {} } = operation.responses['503'] ?? {}
  return Object.values(content).some(({ examples = {} }) => 'instance_not_connected' in examples)
}

const calls = FINISHED.flatMap((route) =>
  examplesOf(route).map(([name, body]) => ({ title: `${route.name} ${name}`, route, body })),
)

test.for(calls)('the example of the documentation is accepted: $title', async ({ route, body }) => {
  const name = (body as { name?: string }).name ?? 'shop'
  if (route.path.includes('{instance}')) await gateway.call('POST', '/api/instance/new', { body: { name } })
  const path = route.path.replace('{instance}', name)
  const { status, body: answer } = await gateway.call(route.method, path, { body })
  if (mayLackConnection(route)) expect(answer.error?.code).toBe('instance_not_connected')
  else expect([String(status), answer.success]).toEqual([Object.keys(route.operation.responses)[0], true])
  await gateway.call('DELETE', `/api/instance/delete/${name}`)
})

test('addresses that need no token are those that say so', async () => {
  const open = FINISHED.filter(({ operation }) => operation.security?.length === 0).map(({ name }) => name)
  expect(open).toEqual(['GET /health', 'GET /ready', 'GET /openapi.json'])
  for (const { path, method, operation, name } of FINISHED) {
    if (operation.security?.some((scheme) => Object.keys(scheme).length === 0)) continue
    const { status } = await gateway.call(method, path.replace('{instance}', 'shop'), { token: null })
    expect(status, name).toBe(open.includes(name) ? 200 : 401)
  }
})
