import { node, seconds } from '../wire/node.ts'
import { type Account, type Addressing, type Device, jidOf } from './directory.ts'
import type { Faults } from './faults.ts'
import { removeDevice } from './iq/devices.ts'
import { endStream } from './login.ts'
import type { World } from './world.ts'

/** What happens once, now, to the companions of an account (or of all), beside the faults that stay. */
export interface Incident {
  /** `close` says goodbye, `kill` is a network that is gone. */
  drop?: 'close' | 'kill' | undefined
  /** A code, or the name of a condition. */
  streamError?: string | number | undefined
  /** The phone removes its companions: they must be linked anew. */
  loggedOut?: boolean | undefined
  /** Connections end, and are cut off for so many milliseconds. */
  offline?: number | undefined
}

/** Sets the faults of an account, or of all, and lets happen what happens now. `{}` ends them. */
export function disturb(account: string | undefined, order: Faults & Incident, world: World): void {
  const { drop, streamError, loggedOut, offline, ...faults } = order
  const offlineUntil = offline === undefined ? undefined : world.clock() + offline
  world.faults.set(account, { ...faults, offlineUntil })
  for (const device of companionsOf(account, world)) {
    if (loggedOut) removeDevice(device, world)
    const connection = device.session?.connection
    if (!connection) continue
    if (streamError !== undefined) endStream(connection, String(streamError))
    const isRefused = faults.banned || faults.versionRefused || faults.failure !== undefined
    if (drop === 'close' || isRefused) connection.close()
    if (drop === 'kill' || offline !== undefined) connection.kill()
  }
}

function companionsOf(account: string | undefined, world: World): Device[] {
  const named = account === undefined ? undefined : world.directory.byPhone(account)
  const accounts = account === undefined ? world.directory.all() : named ? [named] : []
  return accounts.flatMap((one) => [...one.devices.values()].filter((device) => device.id !== 0))
}

/** What a phone does about a call: how it begins, or what becomes of one that rings. */
export interface CallOrder {
  /** Of a call that was begun before: the same again, or what becomes of it. */
  id?: string | undefined
  event?: 'offer' | 'accept' | 'terminate' | 'timeout' | undefined
  video?: boolean | undefined
  group?: boolean | undefined
  from?: Addressing | undefined
  /** Began so many milliseconds ago. */
  ageMs?: number | undefined
}

/** Lets a phone ring somebody's companions, or tells them more of a call; the call's id. */
export function ring(caller: Account, callee: Account, order: CallOrder, world: World): string {
  const id = order.id ?? world.newId()
  const from = jidOf(caller, order.from ?? 'pn')
  const told = order.event ?? 'offer'
  const attrs = { 'call-id': id, 'call-creator': from }
  const sound = node('audio', { enc: 'opus', rate: '16000' })
  const offered = {
    ...attrs,
    caller_pn: jidOf(caller, 'pn'),
    ...(order.group ? { type: 'group', 'group-jid': '120363000000000001@g.us' } : {}),
  }
  const news =
    told === 'offer'
      ? node('offer', offered, order.video ? [sound, node('video', { enc: 'vp8' })] : [sound])
      : told === 'timeout'
        ? node('terminate', { ...attrs, reason: 'timeout' })
        : node(told, attrs)
  const at = world.clock() - (order.ageMs ?? 0)
  for (const device of companionsOf(callee.phone, world)) {
    world.deliver(device, node('call', { id: world.newId(), from, t: seconds(at), notify: caller.name }, [news]))
  }
  return id
}
