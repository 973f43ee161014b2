import { Refusal } from '../refusal.ts'
import { addDevice, addressOf } from '../server/directory.ts'
import { tellDevices } from '../server/iq/devices.ts'
import type { Registration } from '../server/pairing.ts'
import type { World } from '../server/world.ts'
import { node, SERVER } from '../wire/node.ts'
import { sealForCompanion, signCompanion } from './adv.ts'
import { historyMessages } from './history.ts'
import { typeCode } from './pairing-code.ts'
import type { Phone } from './phone.ts'

const LOGIN_TIMEOUT_MS = 30_000
const FINISH_TIMEOUT_MS = 15_000

/** What a companion shows of itself in its code. */
interface Companion {
  identity: Buffer
  advSecret: Buffer
}

/**
 * The phone scans a companion's QR code (`https://wa.me/settings/linked_devices#ref,noise,identity,advSecret,…`).
 * Resolves with the new device's JID when it has logged in. Refuses a code that nobody shows.
 */
export async function scanQr(phone: Phone, qr: string, world: World, platform = 'android'): Promise<string> {
  const [ref = '', , identity = '', advSecret = ''] = qr.replace(/^[^#]*#/, '').split(',')
  const registration = world.pairing.byRef(ref)
  if (!registration) throw new Refusal(404, 'nobody shows this QR code, or no longer')
  const companion = { identity: Buffer.from(identity, 'base64'), advSecret: Buffer.from(advSecret, 'base64') }
  return admit(phone, registration, companion, platform, world)
}

/** The phone types the pairing code that a companion shows for its number. Resolves and refuses likewise. */
export async function enterCode(phone: Phone, code: string, world: World, platform = 'android'): Promise<string> {
  const registration = world.pairing.byPhone(phone.account.phone)
  if (!registration?.code) throw new Refusal(404, 'nobody asked for a pairing code for this number')
  const identity = phone.auth.state.creds.signedIdentityKey
  const typed = await typeCode(code, registration.code.wrappedEphemeral, identity)
  const content = [
    node('link_code_pairing_ref', {}, registration.code.ref),
    node('primary_identity_pub', {}, Buffer.from(identity.public)),
    node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, typed.wrappedEphemeral),
  ]
  const stage = { stage: 'primary_hello' }
  notifyRegistration(registration, 'link_code_companion_reg', [node('link_code_companion_reg', stage, content)], world)
  const finish = await within(registration.code.finished, FINISH_TIMEOUT_MS)
  const advSecret = opened(() => typed.advSecret(finish))
  return admit(phone, registration, { identity: finish.companionIdentity, advSecret }, platform, world)
}

function notifyRegistration(
  registration: Registration,
  type: string,
  content: ReturnType<typeof node>[],
  world: World,
): void {
  const attrs = { id: world.newId(), from: SERVER, type, t: String(Math.floor(world.clock() / 1000)) }
  registration.connection.send(node('notification', attrs, content))
}

/** Signs the companion's identity, gives it its number, and waits until it has come back and logged in. */
async function admit(
  phone: Phone,
  registration: Registration,
  companion: Companion,
  platform: string,
  world: World,
): Promise<string> {
  const { account } = phone
  if (registration.device) throw new Refusal(409, 'this code was used already')
  if (world.faults.of(account.phone).passkey) {
    notifyRegistration(registration, 'passkey_prologue_request', [node('passkey_prologue_request')], world)
    throw new Refusal(409, 'this account asks for a passkey to link a device')
  }
  const device = addDevice(account, account.nextDeviceId)
  registration.device = device
  device.shown = registration.shown
  const keys = phone.auth.state.creds.signedIdentityKey
  const signed = signCompanion(keys, { identity: companion.identity, deviceId: device.id }, world.clock())
  const loggedIn = world.pairing.loggedIn(device, LOGIN_TIMEOUT_MS)
  registration.connection.send(
    node(
      'iq',
      { id: world.newId(), type: 'set', xmlns: 'md', from: SERVER, t: String(Math.floor(world.clock() / 1000)) },
      [
        node('pair-success', {}, [
          node('device-identity', {}, sealForCompanion(signed, companion.advSecret)),
          node('device', { jid: addressOf(device, 'pn'), lid: addressOf(device, 'lid') }),
          node('biz', { name: account.name }),
          node('platform', { name: platform }),
        ]),
      ],
    ),
  )
  try {
    await loggedIn
  } catch (cause) {
    account.devices.delete(device.id)
    throw new Refusal(409, cause instanceof Error ? cause.message : 'not linked')
  }
  world.changed()
  tellDevices(device, 'update', world)
  // The client is linked already; whatever history does not arrive is not worth keeping its owner waiting.
  void tellHistory(phone, addressOf(device, 'pn'), world)
  return addressOf(device, 'pn')
}

async function tellHistory(phone: Phone, companion: string, world: World): Promise<void> {
  try {
    await phone.look()
    for (const message of historyMessages(phone, world)) await phone.tellOwn(companion, message)
  } catch (error) {
    world.logger.warn({ err: error }, 'the new companion got no history')
  }
}

/** Waits for a companion's answer; refuses in plain words when none comes. */
function within<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(409, 'the client did not answer the pairing code')), timeoutMs)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

function opened(open: () => Buffer): Buffer {
  try {
    return open()
  } catch (cause) {
    throw new Refusal(400, cause instanceof Error ? cause.message : 'that pairing code is wrong')
  }
}
