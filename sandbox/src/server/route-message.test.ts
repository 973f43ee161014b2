import { expect, test } from 'vitest'
import { type BinaryNode, node } from '../wire/node.ts'
import { addDevice, createDirectory, type Device } from './directory.ts'
import type { Group } from './groups.ts'
import { routeMessage } from './route-message.ts'

const directory = createDirectory()
const me = directory.register('5511900000000', { lid: '100', name: 'Shop' })
const myPhone = addDevice(me, 0)
const companion = addDevice(me, 1)
const ana = directory.register('5511911111111', { lid: '200' })
const anaPhone = addDevice(ana, 0)
const anaWeb = addDevice(ana, 1)
const team: Group = { jid: '1@g.us', subject: 'T', addressing: 'lid', members: [me.phone, ana.phone], createdAt: '1' }
const world = { directory, groups: new Map([[team.jid, team]]), now: '7' }

const enc = (text: string) => node('enc', { v: '2', type: 'msg' }, Buffer.from(text))
const to = (jid: string, text: string) => node('to', { jid }, [enc(text)])
const biz = node('biz', { actual_actors: '2' })

function route(sent: BinaryNode, sender: Device = companion) {
  return routeMessage(sent, sender, world).map(({ device, stanza }) => ({
    who: `${device.account.phone}:${device.id}`,
    attrs: stanza.attrs,
    texts: (stanza.content as BinaryNode[]).map((part) => (part.tag === 'enc' ? String(part.content) : part.tag)),
  }))
}

test('each device gets its own ciphertext, the extra nodes, and the sender’s other address', () => {
  const parts = [
    to('5511911111111@s.whatsapp.net', 'A'),
    to('5511911111111:1@s.whatsapp.net', 'B'),
    to('5511900000000@s.whatsapp.net', 'me'),
  ]
  const sent = node('message', { id: '1', to: '5511911111111@s.whatsapp.net', type: 'text' }, [
    node('participants', {}, parts),
    biz,
  ])
  const base = { id: '1', t: '7', notify: 'Shop', type: 'text', from: '5511900000000:1@s.whatsapp.net' }
  expect(route(sent)).toEqual([
    { who: '5511911111111:0', attrs: { ...base, sender_lid: '100@lid' }, texts: ['A', 'biz'] },
    { who: '5511911111111:1', attrs: { ...base, sender_lid: '100@lid' }, texts: ['B', 'biz'] },
    {
      who: '5511900000000:0',
      attrs: { ...base, recipient: '5511911111111@s.whatsapp.net', peer_recipient_lid: '200@lid' },
      texts: ['me', 'biz'],
    },
  ])
})

test('in a chat addressed by LID everybody is named by LID', () => {
  const sent = node('message', { id: '1', to: '200@lid', type: 'text' }, [
    node('participants', {}, [to('200@lid', 'A')]),
  ])
  expect(route(sent)).toMatchObject([{ attrs: { from: '100:1@lid', sender_pn: '5511900000000@s.whatsapp.net' } }])
})

test('a message for one named device goes to that device alone', () => {
  const sent = node('message', { id: '1', to: '5511911111111:1@s.whatsapp.net', type: 'text' }, [enc('again')])
  expect(route(sent)).toMatchObject([{ who: '5511911111111:1', texts: ['again'] }])
})

test('a resend to one’s own phone names the chat that it was for', () => {
  const attrs = { id: '1', to: '5511900000000@s.whatsapp.net', recipient: '5511911111111@s.whatsapp.net', type: 'text' }
  expect(route(node('message', attrs, [enc('again')]))).toMatchObject([
    { who: '5511900000000:0', attrs: { recipient: '5511911111111@s.whatsapp.net' } },
  ])
})

test('a group’s shared ciphertext goes to everybody but the device that sent it, with keys for those who need them', () => {
  const sent = node('message', { id: '1', to: team.jid, type: 'text' }, [
    node('participants', {}, [to('200@lid', 'key')]),
    node('enc', { v: '2', type: 'skmsg' }, Buffer.from('shared')),
    biz,
  ])
  const attrs = {
    from: team.jid,
    participant: '100:1@lid',
    participant_pn: '5511900000000@s.whatsapp.net',
    addressing_mode: 'lid',
  }
  expect(route(sent)).toMatchObject([
    { who: '5511900000000:0', attrs, texts: ['shared', 'biz'] },
    { who: '5511911111111:0', attrs, texts: ['key', 'shared', 'biz'] },
    { who: '5511911111111:1', attrs, texts: ['shared', 'biz'] },
  ])
})

test('a resend in a group goes to the one who asked', () => {
  const attrs = { id: '1', to: team.jid, participant: '200:1@lid', type: 'text' }
  expect(route(node('message', attrs, [enc('again')]))).toMatchObject([{ who: '5511911111111:1', texts: ['again'] }])
})

test('what a phone tells its own companion names no chat', () => {
  const attrs = { id: '1', to: '5511911111111:1@s.whatsapp.net', category: 'peer', type: 'text' }
  const [only] = route(node('message', attrs, [enc('history')]), anaPhone)
  expect(only?.attrs).toEqual({
    id: '1',
    t: '7',
    notify: '5511911111111',
    type: 'text',
    category: 'peer',
    from: '5511911111111@s.whatsapp.net',
  })
})

test('devices that nobody knows get nothing', () => {
  expect(anaWeb.id).toBe(1)
  expect(myPhone.id).toBe(0)
  const parts = [to('5511911111111:9@s.whatsapp.net', 'A'), to('5511999999999@s.whatsapp.net', 'B')]
  expect(
    route(node('message', { id: '1', to: '5511911111111@s.whatsapp.net' }, [node('participants', {}, parts)])),
  ).toEqual([])
})
