import { type BinaryNode, getAllBinaryNodeChildren } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { readUsync, usyncOf } from './usync.ts'

const ANA = '5511911112222'

function childrenOf(node: BinaryNode | undefined): BinaryNode[] {
  return node === undefined ? [] : getAllBinaryNodeChildren(node)
}

function answer(users: BinaryNode[]): BinaryNode {
  const list = { tag: 'list', attrs: {}, content: users }
  return { tag: 'iq', attrs: {}, content: [{ tag: 'usync', attrs: {}, content: [list] }] }
}

function devices(...attrs: BinaryNode['attrs'][]): BinaryNode {
  const content = attrs.map((one) => ({ tag: 'device', attrs: one }))
  return { tag: 'devices', attrs: {}, content: [{ tag: 'device-list', attrs: {}, content }] }
}

test('numbers are asked for with their devices and LIDs, as a person would look somebody up', () => {
  const { content } = usyncOf([{ digits: ANA }, { digits: '5521922223333' }], 'sid1')
  const [usync] = content
  expect(usync?.attrs).toMatchObject({ context: 'interactive', mode: 'query', sid: 'sid1' })
  const [query, list] = childrenOf(usync).map(childrenOf)
  expect(query?.map(({ tag }) => tag)).toEqual(['contact', 'devices', 'lid'])
  expect(list?.length).toBe(2)
})

test('JIDs are asked for without asking whether they are there', () => {
  const [usync] = usyncOf([{ jid: `${ANA}@s.whatsapp.net` }], 'sid1').content
  expect(usync?.attrs['context']).toBe('message')
  expect(JSON.stringify(usync)).not.toContain('contact')
})

test('a person is read with LID, devices and the number that was asked for, whatever it is spelled like there', () => {
  const user = {
    tag: 'user',
    attrs: { jid: '551191112222@s.whatsapp.net' },
    content: [
      { tag: 'contact', attrs: { type: 'in' }, content: Buffer.from(`+${ANA}`) },
      { tag: 'lid', attrs: { val: '999@lid' } },
      devices({ id: '0' }, { id: '7', 'key-index': '3' }, { id: '99', 'key-index': '4', is_hosted: 'true' }),
    ],
  }
  expect(readUsync(answer([user]))).toEqual([
    {
      jid: '551191112222@s.whatsapp.net',
      digits: ANA,
      isThere: true,
      lid: '999@lid',
      devices: [
        { id: 0, isHosted: false },
        { id: 7, isHosted: false },
        { id: 99, isHosted: true },
      ],
    },
  ])
})

test('a companion without a key index, or with a strange id, is none', () => {
  const list = devices({ id: '1' }, { id: '2', 'key-index': '0' }, { id: 'x', 'key-index': '1' }, { id: '0' })
  const [found] = readUsync(answer([{ tag: 'user', attrs: { jid: '1@lid' }, content: [list] }]))
  expect(found?.devices).toEqual([{ id: 0, isHosted: false }])
})

test('who is not there, and an answer without anything, are read as such', () => {
  const user = {
    tag: 'user',
    attrs: { jid: '1@s.whatsapp.net' },
    content: [{ tag: 'contact', attrs: { type: 'out' } }],
  }
  const { isThere, digits, lid, devices: found } = readUsync(answer([user]))[0] ?? {}
  expect([isThere, digits, lid, found]).toEqual([false, null, null, null])
  expect(readUsync({ tag: 'iq', attrs: {} })).toEqual([])
})
