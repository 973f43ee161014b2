import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANA, onPhone, openShop, type Shop } from './shop.ts'

let shop: Shop
let site: Server
let origin: string
const asked: string[] = []

beforeAll(async () => {
  shop = await openShop()
  site = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end('<title>Sapato de couro</title><meta name="description" content="Feito à mão">')
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`
})

afterAll(async () => {
  await shop?.close()
  site.close()
  site.closeAllConnections()
})

async function send(body: object) {
  const sent = await shop.gateway.call('POST', '/api/message/text/shop', { body: { number: ANA, ...body } })
  expect(sent.status).toBe(200)
  return sent.body.data
}

test('a text with linkPreview shows a card of its first link', async () => {
  const message = `Veja ${origin}/sapato.`
  const sent = await send({ message, linkPreview: true })
  expect(sent).toMatchObject({ content: message, warnings: [] })
  const { message: arrived } = await onPhone(shop.sandbox, ANA, sent.messageId)
  expect(arrived.extendedTextMessage).toMatchObject({
    text: message,
    matchedText: `${origin}/sapato`,
    title: 'Sapato de couro',
    description: 'Feito à mão',
  })
})

test('without linkPreview nothing is called', async () => {
  const before = asked.length
  const sent = await send({ message: `Veja ${origin}/outro` })
  expect((await onPhone(shop.sandbox, ANA, sent.messageId)).message.conversation).toBe(`Veja ${origin}/outro`)
  expect(asked.length).toBe(before)
})

test('a page that may not be reached is a warning, and the text goes out', async () => {
  const sent = await send({ message: 'Veja http://10.0.0.1/x', linkPreview: true })
  expect(sent.warnings).toEqual([{ field: 'linkPreview', message: expect.any(String) }])
  expect((await onPhone(shop.sandbox, ANA, sent.messageId)).message.conversation).toBe('Veja http://10.0.0.1/x')
})
