import { type BinaryNode, bytesOf, child, children, node } from '../../wire/node.ts'
import type { Bundle, Device } from '../directory.ts'
import type { World } from '../world.ts'
import { done, type IqAnswer, type IqHandler, itemNotFound, result } from './answer.ts'

/** Below this many one-time keys a client is asked for more (Baileys uploads when it has fewer than five). */
const LOW = 5

/** Keys: upload (one-time keys are added, never replaced), count, digest, rotate, and handing out bundles. */
export const encrypt: IqHandler = ({ iq, device }, world) => {
  if (!device) return itemNotFound
  if (iq.attrs.type === 'set') {
    const rotated = child(child(iq, 'rotate'), 'skey')
    return rotated ? rotate(device, rotated) : upload(device, iq)
  }
  if (child(iq, 'count')) return result(node('count', { value: String(device.bundle?.preKeys.length ?? 0) }))
  if (child(iq, 'digest')) return device.bundle ? result(node('digest')) : itemNotFound
  const asked = children(child(iq, 'key'), 'user').map((user) => user.attrs.jid ?? '')
  return result(
    node(
      'list',
      {},
      asked.map((jid) => bundleFor(jid, world)),
    ),
  )
}

/** Takes the keys of an upload; new one-time keys join those that are left. */
export function upload(device: Device, iq: BinaryNode): IqAnswer {
  const registration = bytesOf(child(iq, 'registration'))
  const identity = bytesOf(child(iq, 'identity'))
  const signedPreKey = child(iq, 'skey')
  if (!registration || !identity || !signedPreKey) return { type: 'error', code: 400, text: 'bad-request' }
  const preKeys = [...(device.bundle?.preKeys ?? []), ...children(child(iq, 'list'), 'key')]
  device.bundle = { registration, identity, signedPreKey, preKeys, lowTold: false }
  return done
}

function rotate(device: Device, signedPreKey: BinaryNode): IqAnswer {
  if (!device.bundle) return itemNotFound
  device.bundle.signedPreKey = signedPreKey
  return done
}

/** A device's keys, with one of its one-time keys, which is then gone; an error node for an unknown device. */
export function bundleFor(jid: string, world: World): BinaryNode {
  const device = world.directory.deviceOf(jid)
  if (!device?.bundle) return node('user', { jid }, [node('error', { code: '404', text: 'item-not-found' })])
  return node('user', { jid }, [...bundleNodes(device.bundle, takePreKey(device, world))])
}

function bundleNodes(bundle: Bundle, preKey: BinaryNode | undefined): BinaryNode[] {
  const nodes = [
    node('registration', {}, bundle.registration),
    node('type', {}, Buffer.from([5])),
    node('identity', {}, bundle.identity),
    bundle.signedPreKey,
  ]
  return preKey ? [...nodes, preKey] : nodes
}

/** Takes a one-time key out; tells its owner, once, when few are left. Without any, sessions start from the rest. */
function takePreKey(device: Device, world: World): BinaryNode | undefined {
  const { bundle } = device
  const preKey = bundle?.preKeys.shift()
  if (bundle && bundle.preKeys.length < LOW && !bundle.lowTold && (device.session || world.listeners.has(device))) {
    bundle.lowTold = true
    world.notify(device, 'encrypt', [node('count', { value: String(bundle.preKeys.length) })])
  }
  return preKey
}
