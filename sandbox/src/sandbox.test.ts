import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Sandbox, startSandbox } from './sandbox.ts'
import { type Companion, linkCompanion } from './test-companion.ts'

let sandbox: Sandbox
let gateway: Companion
const customer = '5511911111111'

const control = async (path: string, body?: unknown): Promise<Record<string, unknown>> => {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const reply = await fetch(`${sandbox.controlUrl}/control/${path}`, init)
  return (await reply.json()) as Record<string, unknown>
}

beforeAll(async () => {
  sandbox = await startSandbox()
  gateway = await linkCompanion(sandbox, '5511900000000')
}, 30_000)

afterAll(async () => {
  await gateway?.close()
  await sandbox?.close()
})

test('a form reaches a phone and its answer comes back', async () => {
  await control('phones', { phone: customer, name: 'Ana' })
  const messageId = await gateway.sendForm(`${customer}@s.whatsapp.net`, 'token-1')
  const seen = await control(`phones/${customer}/messages?after=0&waitMs=5000`)
  expect(seen).toMatchObject({ messages: [{ id: messageId, fromMe: false }], seq: 1 })
  await control(`phones/${customer}/answer`, { messageId, values: { full_name: 'Ana Souza' } })
  const answer = await gateway.next((message) => Boolean(message.message?.interactiveResponseMessage))
  const params = answer.message?.interactiveResponseMessage?.nativeFlowResponseMessage?.paramsJson ?? ''
  expect(JSON.parse(params)).toMatchObject({ flow_token: 'token-1', full_name: 'Ana Souza' })
})
