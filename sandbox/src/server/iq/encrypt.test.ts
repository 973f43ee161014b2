import { randomBytes } from 'node:crypto'
import { Curve } from '@whiskeysockets/baileys'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { type BinaryNode, child, children, node } from '../../wire/node.ts'
import { addDevice } from '../directory.ts'
import { createWorld } from '../world.ts'
import type { IqQuestion } from './answer.ts'
import { encrypt } from './encrypt.ts'

const world = createWorld({
  staticKey: Curve.generateKeyPair(),
  logger: pino({ level: 'silent' }),
  clock: () => 1_000_000,
  random: randomBytes,
  seed: undefined,
  changed: () => undefined,
})
const device = addDevice(world.directory.register('5511900000000'), 0)
const told: BinaryNode[] = []
const connection: IqQuestion['connection'] = {
  send: (stanza) => told.push(stanza),
  delayBy: () => undefined,
  muteWhile: () => undefined,
  onEnd: () => undefined,
  close: () => undefined,
  kill: () => undefined,
}
device.session = { connection, active: true }

const ask = (type: 'get' | 'set', content: BinaryNode[]) => {
  const answer = encrypt({ iq: node('iq', { xmlns: 'encrypt', type }, content), device, connection }, world)
  return answer.type === 'result' ? node('iq', {}, answer.content ?? []) : answer
}
const upload = (...keys: string[]) =>
  ask('set', [
    node('registration', {}, Buffer.from([0, 0, 0, 1])),
    node('identity', {}, Buffer.alloc(32)),
    node(
      'list',
      {},
      keys.map((key) => node('key', {}, Buffer.from(key))),
    ),
    node('skey', {}, Buffer.from('signed')),
  ])
const count = () => child(ask('get', [node('count')]) as BinaryNode, 'count')?.attrs.value
const fetchKey = (jid = '5511900000000@s.whatsapp.net') => {
  const list = child(ask('get', [node('key', {}, [node('user', { jid })])]) as BinaryNode, 'list')
  const user = children(list, 'user')[0]
  return { user, key: child(user, 'key')?.content?.toString() }
}

test('there are no keys before the first upload', () => {
  expect(count()).toBe('0')
  expect(ask('get', [node('digest')])).toMatchObject({ type: 'error', code: 404 })
  expect(child(fetchKey().user, 'error')?.attrs.code).toBe('404')
})

test('uploads add up, every one-time key is handed out once, and its owner is told once that they run out', () => {
  upload('1', '2', '3')
  upload('4', '5', '6')
  expect(count()).toBe('6')
  expect(['1', '2', '3'].map(() => fetchKey().key)).toEqual(['1', '2', '3'])
  expect(told.map((stanza) => [stanza.attrs.type, child(stanza, 'count')?.attrs.value])).toEqual([['encrypt', '4']])
  upload('7')
  expect(['4', '5', '6', '7'].map(() => fetchKey().key)).toEqual(['4', '5', '6', '7'])
  expect(told).toHaveLength(2)
})

test('without one-time keys a session can still be begun', () => {
  const { user, key } = fetchKey()
  expect(key).toBeUndefined()
  expect(children(user).map(({ tag }) => tag)).toEqual(['registration', 'type', 'identity', 'skey'])
})

test('a rotated key takes the old one’s place', () => {
  ask('set', [node('rotate', {}, [node('skey', {}, Buffer.from('rotated'))])])
  expect(child(fetchKey().user, 'skey')?.content?.toString()).toBe('rotated')
})
