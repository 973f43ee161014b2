import { jidDecode } from '@whiskeysockets/baileys'
import { type BinaryNode, child, children, node } from '../wire/node.ts'
import { type Account, type Addressing, addressOf, type Device, type Directory, jidOf } from './directory.ts'
import type { Group } from './groups.ts'

export interface Delivery {
  device: Device
  stanza: BinaryNode
}

/** Attributes of a message that its sender chooses and its receivers see. */
const PASSED_ON = ['type', 'edit', 'category', 'expiration', 'verified_name'] as const

/** Parts of a message that only the server reads. */
const KEPT_BACK = new Set(['participants', 'enc', 'tctoken'])

/** The same with the other kind of address; nothing for an unknown person. */
function other(directory: Directory, jid: string, addressing: Addressing): string | undefined {
  const account = directory.byJid(jid)
  return account && jidOf(account, addressing === 'lid' ? 'pn' : 'lid')
}

/**
 * Who gets what of a message. Pure. Ciphertexts stand per device below `participants`; one that stands at the top is
 * for everyone (a group's) or, when the message names one device, for that device alone (a resend). What is not
 * encrypted at all (`plaintext`) is for every device of both sides.
 * Receivers see `from`, the sender's other address as `sender_lid`/`sender_pn` (groups: `participant_lid`/`_pn`);
 * the sender's own devices see `recipient` instead.
 */
export function routeMessage(
  sent: BinaryNode,
  sender: Device,
  world: { directory: Directory; groups: ReadonlyMap<string, Group>; now: string },
): Delivery[] {
  const to = sent.attrs.to ?? ''
  const base: Record<string, string | undefined> = { id: sent.attrs.id, t: world.now, notify: sender.account.name }
  for (const name of PASSED_ON) base[name] = sent.attrs[name]
  const shared = children(sent, 'enc')
  const extras = children(sent).filter((part) => !KEPT_BACK.has(part.tag))
  const perDevice = new Map<Device, BinaryNode[]>()
  for (const part of children(child(sent, 'participants'), 'to')) {
    const device = world.directory.deviceOf(part.attrs.jid)
    if (device) perDevice.set(device, children(part, 'enc'))
  }

  const group = world.groups.get(to)
  if (group) {
    const only = sent.attrs.participant ? world.directory.deviceOf(sent.attrs.participant) : undefined
    const receivers = only ? [only] : devicesOf(group, world.directory).filter((device) => device !== sender)
    const attrs = { ...base, from: to, ...groupSender(sender, group.addressing) }
    return receivers.map((device) => ({
      device,
      stanza: node('message', attrs, [...(perDevice.get(device) ?? []), ...shared, ...extras]),
    }))
  }

  const addressing: Addressing = to.endsWith('@lid') ? 'lid' : 'pn'
  const named = world.directory.deviceOf(to)
  if (shared.length && named) perDevice.set(named, shared)
  if (child(sent, 'plaintext')) {
    for (const account of [world.directory.byJid(to), sender.account]) {
      for (const device of account?.devices.values() ?? []) if (device !== sender) perDevice.set(device, [])
    }
  }
  const chat = sent.attrs.recipient ?? to
  return [...perDevice].map(([device, ciphertexts]) => {
    const attrs =
      device.account === sender.account
        ? ownCopy(sent, chat, sender.account, world.directory, addressing)
        : { [addressing === 'lid' ? 'sender_pn' : 'sender_lid']: jidOf(sender.account, opposite(addressing)) }
    const from = addressOf(sender, addressing)
    return { device, stanza: node('message', { ...base, from, ...attrs }, [...ciphertexts, ...extras]) }
  })
}

function opposite(addressing: Addressing): Addressing {
  return addressing === 'lid' ? 'pn' : 'lid'
}

function devicesOf(group: Group, directory: Directory): Device[] {
  return group.members.flatMap((phone) => [...(directory.byPhone(phone)?.devices.values() ?? [])])
}

function groupSender(sender: Device, addressing: Addressing): Record<string, string> {
  return {
    participant: addressOf(sender, addressing),
    addressing_mode: addressing,
    [addressing === 'lid' ? 'participant_pn' : 'participant_lid']: jidOf(sender.account, opposite(addressing)),
  }
}

/** Messages between a person's own devices (`category: peer`) name no chat. */
function ownCopy(
  sent: BinaryNode,
  chat: string,
  me: Account,
  directory: Directory,
  addressing: Addressing,
): Record<string, string | undefined> {
  if (sent.attrs.category === 'peer') return {}
  const user = jidDecode(chat)
  const recipient = user ? `${user.user}@${user.server}` : chat
  if (directory.byJid(chat) === me) return { recipient }
  return { recipient, [`peer_recipient_${opposite(addressing)}`]: other(directory, chat, addressing) }
}
