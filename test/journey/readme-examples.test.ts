import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANA, onPhone, openShop, type Shop } from './shop.ts'

const ROOT = join(import.meta.dirname, '../..')
const README = join(ROOT, 'README.md')
const SEND = /^curl -X POST http:\/\/127\.0\.0\.1:8080(\/api\/message\/\w+\/shop) \\\n((?: {2}.*\\\n)*) {2}-d '(.*)'$/gm

const READ = /^curl (?:--fail -o \S+ )?'http:\/\/127\.0\.0\.1:8080(\/[^']+)' -H 'token: <instance token>'$/gm

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

test.each([
  ['README.md', 3],
  ['docs/answers.md', 8],
])('every reading that %s shows is answered as it stands there', async (page, count) => {
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', { body: { number: ANA, message: 'Oi' } })
  const { messageId } = sent.body.data
  const shown = [...(await readFile(join(ROOT, page), 'utf8')).matchAll(READ)]
  expect(shown).toHaveLength(count)
  for (const [, path = ''] of shown) {
    const asked = path.replace('3EB0…', messageId).replace('wait=60', 'wait=1')
    const reply = await fetch(`${shop.gateway.baseUrl}${asked}`, { headers: { token: shop.token } })
    expect([path, reply.status]).toEqual([path, 200])
    await reply.arrayBuffer()
  }
})
