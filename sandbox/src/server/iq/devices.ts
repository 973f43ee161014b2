import { type BinaryNode, bytesOf, child, children, node, SERVER } from '../../wire/node.ts'
import { addressOf, type Device } from '../directory.ts'
import { endStream } from '../login.ts'
import type { World } from '../world.ts'
import { done, type IqHandler, itemNotFound, result } from './answer.ts'

/** `md`: a companion removes itself, or asks to be linked by a code that its owner types on the phone. */
export const devices: IqHandler = ({ iq, device, connection }, world) => {
  const removal = child(iq, 'remove-companion-device')
  if (removal && device) {
    const named = world.directory.deviceOf(removal.attrs.jid) ?? device
    if (named.account === device.account && named.id !== 0) removeDevice(named, world)
    return done
  }
  const request = child(iq, 'link_code_companion_reg')
  const registration = world.pairing.of(connection)
  if (!request || !registration) return itemNotFound
  if (request.attrs.stage === 'companion_finish') {
    const wrappedKeyBundle = bytesOf(child(request, 'link_code_pairing_wrapped_key_bundle'))
    const companionIdentity = bytesOf(child(request, 'companion_identity_public'))
    if (!wrappedKeyBundle || !companionIdentity || !registration.code) return itemNotFound
    registration.code.finish({ wrappedKeyBundle, companionIdentity })
    return done
  }
  const wrapped = bytesOf(child(request, 'link_code_pairing_wrapped_companion_ephemeral_pub'))
  const phone = (request.attrs.jid ?? '').split('@')[0] ?? ''
  if (!wrapped) return itemNotFound
  registration.code = world.pairing.newCodeRequest(phone, wrapped)
  const display = bytesOf(child(request, 'companion_platform_display'))
  registration.shown.display = display?.toString() ?? null
  const ref = node('link_code_pairing_ref', {}, registration.code.ref)
  return result(node('link_code_companion_reg', { stage: 'companion_hello' }, [ref]))
}

/** Takes a companion off its account: its stream ends as WhatsApp ends it, its next log-in is refused with 401. */
export function removeDevice(device: Device, world: World): void {
  device.account.devices.delete(device.id)
  if (device.session) {
    endStream(device.session.connection, 'device_removed')
    device.session = null
  }
  tellDevices(device, 'remove', world)
  world.changed()
}

/** Tells everyone who is there that an account's devices changed, so that they ask again before they write. */
export function tellDevices(changed: Device, what: 'update' | 'remove', world: World): void {
  const named: BinaryNode[] = (['pn', 'lid'] as const).map((addressing) =>
    node('device', { jid: addressOf(changed, addressing), 'key-index': String(changed.id) }),
  )
  const from = `${changed.account.phone}@${SERVER}`
  for (const account of world.directory.all()) {
    for (const device of account.devices.values()) {
      if (device.session?.active && device !== changed)
        world.notify(device, 'devices', [node(what, {}, named)], { from })
    }
  }
}

/** Whether an `iq` result is the client's signature that ends a pairing. */
export function signedByClient(iq: BinaryNode): boolean {
  return children(iq).some((part) => part.tag === 'pair-device-sign')
}
