import { expect, test } from 'vitest'
import { targetOf, writeEnvelope } from './envelope.ts'

test('the envelope is the one of the contract, with the stored payload byte for byte', () => {
  const text = writeEnvelope(
    { seq: 1, id: 'evt_1', instanceId: 'ins_1', type: 'instance.state', at: 0, data: '{"state":"connected","n":1.0}' },
    { baseUrl: 'http://127.0.0.1:8080', instance: 'shop' },
  )
  expect(text).toBe(
    '{"id":"evt_1","event":"instance.state","timestamp":"1970-01-01T00:00:00.000Z","version":1,' +
      '"data":{"state":"connected","n":1.0},"instanceData":{"baseUrl":"http://127.0.0.1:8080","instance":"shop"}}',
  )
})

test.each([
  ['https://shop.example', 'https://shop.example/message.exchange'],
  ['https://shop.example/hook', 'https://shop.example/hook/message.exchange'],
  ['https://shop.example/hook/', 'https://shop.example/hook/message.exchange'],
  ['https://shop.example/hook?key=a/b', 'https://shop.example/hook/message.exchange?key=a/b'],
])('byEvents: %s becomes %s', (url, target) => {
  expect(targetOf(url, true, 'message.exchange')).toBe(target)
  expect(targetOf(url, false, 'message.exchange')).toBe(url)
})
