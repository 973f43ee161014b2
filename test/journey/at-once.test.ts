import { afterAll, beforeAll, expect, test } from 'vitest'
import { ANA, openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const send = (token: string) =>
  shop.gateway.call('POST', '/api/message/text/shop', { token, body: { number: ANA, message: 'Oi' } })

test('a token that has just sent is refused as soon as another one is told', async () => {
  expect((await send(shop.token)).status).toBe(200)
  const { body } = await shop.gateway.call('POST', '/api/instance/rotateToken/shop')
  expect((await send(shop.token)).body.error.code).toBe('token_invalid')
  shop.token = body.data.token
  expect((await send(shop.token)).status).toBe(200)
})

test('an instance that has just sent is not sent from once it is deleted, whoever asks, though its name is used again', async () => {
  const { call } = shop.gateway
  expect((await send(shop.token)).status).toBe(200)
  const body = { number: ANA, message: 'Oi' }
  expect((await call('POST', '/api/message/text/shop', { body })).status).toBe(200)
  expect((await call('DELETE', '/api/instance/delete/shop')).status).toBe(200)
  expect((await send(shop.token)).body.error.code).toBe('token_invalid')
  expect((await call('POST', '/api/message/text/shop', { body })).body.error.code).toBe('instance_not_found')
  await call('POST', '/api/instance/new', { body: { name: 'shop' } })
  expect((await call('POST', '/api/message/text/shop', { body })).body.error.code).toBe('instance_not_connected')
})
