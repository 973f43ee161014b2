import type { Connection } from '../wire/connection.ts'
import { type BinaryNode, node, seconds } from '../wire/node.ts'
import { type Device, jidOf } from './directory.ts'
import { signedByClient } from './iq/devices.ts'
import { answerIq } from './iq/index.ts'
import { endStream } from './login.ts'
import { idsOf } from './mailbox.ts'
import { type Presences, relayChatState } from './presence.ts'
import { routeMessage } from './route-message.ts'
import { routeReceipt } from './route-receipt.ts'
import type { World } from './world.ts'

/** Handles what a client sent. `device` is null while it registers: then it may only ask. */
export function handleStanza(
  stanza: BinaryNode,
  device: Device | null,
  connection: Connection,
  world: World,
  presences: Presences,
): void {
  if (stanza.tag === 'iq') {
    if (isUnansweredPing(stanza, device, world)) return
    if (stanza.attrs.type !== 'result') answerIq({ iq: stanza, device, connection }, world)
    else if (signedByClient(stanza)) comeBack(connection, world)
    return
  }
  if (!device || isLost(stanza, device, world)) return
  if (stanza.tag === 'message') acceptMessage(stanza, device, connection, world)
  else if (stanza.tag === 'receipt') acceptReceipt(stanza, device, connection, world)
  else if (stanza.tag === 'ack') acceptAck(stanza, device, world)
  else if (stanza.tag === 'presence') presences.handle(stanza, device, world)
  else if (stanza.tag === 'chatstate') relayChatState(stanza, device, world)
  else if (stanza.tag === 'call') relayCall(stanza, device, connection, world)
}

function isUnansweredPing({ attrs }: BinaryNode, device: Device | null, world: World): boolean {
  return (
    attrs.xmlns === 'w:p' &&
    device !== null &&
    device.id !== 0 &&
    world.faults.of(device.account.phone).mute === 'pings'
  )
}

function isLost({ tag }: BinaryNode, { id, account }: Device, world: World): boolean {
  return id !== 0 && (tag === 'receipt' || tag === 'ack') && world.faults.of(account.phone).lostReceipts === true
}

/** After it has signed its device identity, a new companion is told to start again (515), and then logs in. */
function comeBack(connection: Connection, world: World): void {
  const registration = world.pairing.of(connection)
  if (registration) registration.signed = true
  endStream(connection, '515')
}

/** Takes a message from its sender, or refuses it with a code; then hands it on. An ack does not mean that it arrived. */
export function acceptMessage(stanza: BinaryNode, sender: Device, connection: Connection | null, world: World): void {
  const now = seconds(world.clock())
  const refusal = sender.id === 0 ? undefined : world.faults.refusal(sender.account.phone)
  const { id, to } = stanza.attrs
  const error = refusal === undefined ? undefined : String(refusal)
  connection?.send(node('ack', { class: 'message', id, from: to, t: now, error }))
  if (error !== undefined) return
  for (const delivery of routeMessage(stanza, sender, { ...world, now }))
    world.deliver(delivery.device, delivery.stanza)
}

export function acceptReceipt(stanza: BinaryNode, sender: Device, connection: Connection | null, world: World): void {
  const { id, to, type, participant } = stanza.attrs
  sender.mailbox.settle(stanza)
  world.changed()
  if (sender.id !== 0) {
    const reached = type === undefined || type === 'inactive' ? 'delivered' : type
    for (const about of idsOf(stanza)) {
      world.acknowledgements.add({ account: sender.account.phone, id: about, class: 'receipt', type: reached })
    }
  }
  connection?.send(node('ack', { class: 'receipt', id, from: to, participant, type }))
  for (const delivery of routeReceipt(stanza, sender, { ...world, now: seconds(world.clock()) })) {
    world.deliver(delivery.device, delivery.stanza)
  }
}

function acceptAck(stanza: BinaryNode, sender: Device, world: World): void {
  sender.mailbox.settle(stanza)
  world.changed()
  if (sender.id === 0) return
  const { id = '', class: type = '', error } = stanza.attrs
  world.acknowledgements.add({ account: sender.account.phone, id, class: 'ack', type, ...(error ? { error } : {}) })
}

/** What is said about a call (ringing, rejected, …) goes to the other side's phone. */
function relayCall(stanza: BinaryNode, sender: Device, connection: Connection, world: World): void {
  const { id = world.newId(), to } = stanza.attrs
  connection.send(node('ack', { class: 'call', id, from: to }))
  const callee = world.directory.byJid(to)?.devices.get(0)
  const from = jidOf(sender.account, to?.endsWith('@lid') ? 'lid' : 'pn')
  if (callee) world.deliver(callee, node('call', { id, from, t: seconds(world.clock()) }, stanza.content))
}
