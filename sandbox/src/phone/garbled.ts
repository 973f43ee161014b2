import { randomBytes } from 'node:crypto'
import { generateMessageIDV2, type proto } from '@whiskeysockets/baileys'
import { Refusal } from '../refusal.ts'
import { addressOf } from '../server/directory.ts'
import { acceptMessage } from '../server/stanzas.ts'
import type { World } from '../server/world.ts'
import { node } from '../wire/node.ts'
import type { Phone } from './phone.ts'
import { outline } from './record.ts'

/**
 * `once`: the phone knows the message, and sends it properly to whoever asks for it. `noise`: it is no message at all,
 * and nobody will ever read it.
 */
export type Garbling = 'once' | 'noise'

const BYTES = 120

/** Sends what none of its receivers can decrypt, as a phone does whose sessions are broken; the id of the message. */
export function sendGarbled(phone: Phone, to: string, message: proto.IMessage, how: Garbling, world: World): string {
  const id = generateMessageIDV2()
  const sender = phone.account.devices.get(0)
  if (!sender) throw new Refusal(409, 'this phone is not there')
  if (how === 'once') phone.memory.messages.add(outline(id, to, phone.account, message, Date.now()))
  const content = world.groups.has(to) ? [ciphertext('skmsg')] : [node('participants', {}, forDevices(to, world))]
  acceptMessage(node('message', { id, to, type: 'text' }, content), sender, null, world)
  return id
}

function forDevices(to: string, world: World) {
  const addressing = to.endsWith('@lid') ? 'lid' : 'pn'
  const devices = [...(world.directory.byJid(to)?.devices.values() ?? [])].filter(({ id }) => id !== 0)
  return devices.map((device) => node('to', { jid: addressOf(device, addressing) }, [ciphertext('msg')]))
}

/** It says to be of the version of Signal's messages that is in use, and is of none. */
function ciphertext(type: 'msg' | 'skmsg') {
  return node('enc', { v: '2', type }, Buffer.concat([Buffer.of(0x33), randomBytes(BYTES)]))
}
