import { jidDecode } from '@whiskeysockets/baileys'
import { type BinaryNode, node } from '../wire/node.ts'
import { type Account, type Addressing, addressOf, type Device, type Directory } from './directory.ts'
import type { Delivery } from './route-message.ts'

/** Receipts that concern nobody but the sender's own devices. */
const OWN_ONLY = new Set(['peer_msg', 'hist_sync', 'read-self', 'sender'])

/**
 * Who hears of a receipt. Pure. `to` is the message's author, or the group with the author as `participant`;
 * `inactive` means delivered; a request to send again goes to the one device that sent, everything else to all
 * devices of the author, so that each of them shows the ticks.
 */
export function routeReceipt(
  sent: BinaryNode,
  sender: Device,
  world: { directory: Directory; now: string },
): Delivery[] {
  const { to = '', participant, type, ...rest } = sent.attrs
  const inGroup = to.endsWith('@g.us')
  const author = inGroup ? participant : to
  const addressing: Addressing = author?.endsWith('@lid') ? 'lid' : 'pn'
  const me = addressOf(sender, addressing)
  const stanza = node(
    'receipt',
    {
      ...rest,
      t: rest.t ?? world.now,
      from: inGroup ? to : me,
      participant: inGroup ? me : undefined,
      type: type === 'inactive' ? undefined : type,
    },
    sent.content,
  )
  return receivers(author, type, sender, world.directory).map((device) => ({ device, stanza }))
}

function receivers(
  author: string | undefined,
  type: string | undefined,
  sender: Device,
  directory: Directory,
): Device[] {
  const account: Account | undefined = directory.byJid(author)
  const named = directory.deviceOf(author)
  if (type === 'retry') return named ? [named] : []
  if (type !== undefined && OWN_ONLY.has(type)) {
    if (type === 'sender' && named && named !== sender && jidDecode(author)) return [named]
    return []
  }
  return [...(account?.devices.values() ?? [])].filter((device) => device !== sender)
}
