import { proto } from '@whiskeysockets/baileys'
import type { Connection } from '../wire/connection.ts'
import { node, SERVER, seconds } from '../wire/node.ts'
import { addressOf, type Device, type Session, type ShownAs } from './directory.ts'
import type { Faults } from './faults.ts'
import type { World } from './world.ts'

/** A closing frame leaves only after what was said before it has been read. */
const LAST_WORDS_MS = 20

/** An hour, in seconds: how long a temporary ban says that it lasts. */
const TEMPORARY_BAN = '3600'

/** Refuses a log-in; the client is told why, then the stream ends. */
export function refuse(connection: Connection, reason: string, attrs: Record<string, string> = {}): void {
  connection.send(node('failure', { reason, location: 'sandbox', ...attrs }))
  setTimeout(() => connection.close(), LAST_WORDS_MS).unref()
}

/**
 * Ends a stream with `stream:error`: a number is a code, `device_removed` is how a log-out from the phone is told,
 * anything else is the name of a condition.
 */
export function endStream(connection: Connection, reason: string): void {
  if (/^\d+$/.test(reason)) connection.send(node('stream:error', { code: reason }))
  else if (reason === 'device_removed') {
    connection.send(node('stream:error', { code: '401' }, [node('conflict', { type: reason })]))
  } else {
    const condition = reason === 'conflict' ? node(reason, { type: 'replaced' }) : node(reason)
    connection.send(node('stream:error', {}, [condition]))
  }
  setTimeout(() => connection.close(), LAST_WORDS_MS).unref()
}

/** The failure that an account's faults prescribe for a log-in, if any. */
function prescribed(faults: Faults): { reason: string; attrs?: Record<string, string> } | undefined {
  if (faults.failure !== undefined) return { reason: String(faults.failure) }
  if (faults.versionRefused) return { reason: '405' }
  if (faults.banned === 'temporary') return { reason: '402', attrs: { code: '101', expire: TEMPORARY_BAN } }
  return faults.banned ? { reason: '403' } : undefined
}

/**
 * Lets a client in. One that registers is shown what its codes are made of and never gets `success`;
 * one that is linked gets it, and its messages when it says `active`.
 */
export function logIn(connection: Connection, login: proto.ClientPayload, world: World): Device | null {
  if (login.devicePairingData) {
    register(connection, shownAs(login.devicePairingData), world)
    return null
  }
  const phone = String(login.username)
  const id = login.device ?? 0
  if (id !== 0) {
    world.visits.tried(phone)
    connection.onEnd(() => world.visits.ended(phone))
  }
  const faults = id === 0 ? {} : world.faults.of(phone)
  if (faults.offlineUntil !== undefined && world.clock() < faults.offlineUntil) {
    connection.kill()
    return null
  }
  if (faults.mute === true) return null
  const failure = prescribed(faults)
  const device = world.directory.byPhone(phone)?.devices.get(id)
  if (failure || !device) {
    refuse(connection, failure?.reason ?? '401', failure?.attrs)
    return null
  }
  admit(connection, device, world)
  if (id !== 0) world.visits.admitted(phone)
  return device
}

function shownAs({ deviceProps }: proto.ClientPayload.IDevicePairingRegistrationData): ShownAs {
  const { os, platformType } = proto.DeviceProps.decode(deviceProps ?? new Uint8Array())
  return { os: os ?? '', platform: proto.DeviceProps.PlatformType[platformType ?? 0] ?? '', display: null }
}

function register(connection: Connection, shown: ShownAs, world: World): void {
  const faults = world.faults.of('')
  if (faults.mute === true) return
  const failure = prescribed(faults)
  if (failure) {
    refuse(connection, failure.reason, failure.attrs)
    return
  }
  world.visits.registered()
  const refs = world.pairing.begin(connection, shown).refs.map((ref) => node('ref', {}, Buffer.from(ref)))
  connection.send(
    node('iq', { id: world.newId(), type: 'set', xmlns: 'md', from: SERVER }, [node('pair-device', {}, refs)]),
  )
}

function admit(connection: Connection, device: Device, world: World): void {
  if (device.session) endStream(device.session.connection, 'conflict')
  const session: Session = { connection, active: false }
  device.session = session
  if (device.id !== 0) {
    const { phone } = device.account
    connection.delayBy(() => world.faults.delayMs(phone))
    connection.muteWhile(() => world.faults.of(phone).mute === true)
  }
  connection.send(
    node('success', {
      t: seconds(world.clock()),
      props: '0',
      lid: addressOf(device, 'lid'),
      companion_enc_static: 'NULL',
      location: 'sandbox',
    }),
  )
  // Real servers hand out routing information, which the client then puts before its next handshake.
  if (device.id !== 0) {
    const routing = node('edge_routing', {}, [node('routing_info', {}, Buffer.from('sandbox'))])
    connection.send(node('ib', { from: SERVER }, [routing]))
  }
}

/** The client is ready: everything that waited for it, then how much that was, even if it was nothing. */
export function activate(device: Device, world: World): void {
  const { session } = device
  if (!session || session.active) return
  session.active = true
  if (device.id !== 0) world.visits.ready()
  const waiting = [...device.mailbox.waiting()]
  waiting.forEach((stanza, index) => {
    session.connection.send({ ...stanza, attrs: { ...stanza.attrs, offline: String(index + 1) } })
  })
  const count = node('offline', { count: String(waiting.length) })
  session.connection.send(node('ib', { from: SERVER }, [count]))
  world.pairing.settle(device, true)
}
