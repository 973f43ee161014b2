import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANA, onPhone, openShop, type Shop } from './shop.ts'

const README = join(import.meta.dirname, '../../README.md')
const SEND = /^curl -X POST http:\/\/127\.0\.0\.1:8080(\/api\/message\/\w+\/shop) \\\n((?: {2}.*\\\n)*) {2}-d '(.*)'$/gm

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

test('every send that the README shows goes out as it stands there, and reaches the phone', async () => {
  const shown = [...(await readFile(README, 'utf8')).matchAll(SEND)]
  const forms: string[] = []
  for (const [, path = '', headers = '', body = ''] of shown) {
    expect(headers).toContain("-H 'token: <instance token>' -H 'content-type: application/json'")
    const fields = JSON.parse(body)
    expect(fields.number).toBe(ANA)
    const raw = Buffer.from(body)
    const sent = await shop.gateway.call('POST', path, {
      token: shop.token,
      raw,
      headers: { 'content-type': 'application/json' },
    })
    expect([sent.status, sent.body.data?.warnings]).toEqual([200, []])
    const { message } = await onPhone(shop.sandbox, ANA, sent.body.data.messageId)
    expect(message.interactiveMessage.body.text).toBe(fields.message)
    forms.push(fields.formType ?? (fields.buttonParamsJSON ? 'own' : 'plain'))
  }
  expect(forms).toEqual(['plain', 'registration_offer', 'contact_details', 'own'])
})
