import { node, seconds } from '../wire/node.ts'
import { type Account, type Device, jidOf } from './directory.ts'
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

/** Lets a phone ring somebody's companions; the call's id. */
export function ring(caller: Account, callee: Account, world: World): string {
  const id = world.newId()
  const from = jidOf(caller, 'pn')
  const offer = node('offer', { 'call-id': id, 'call-creator': from, caller_pn: from }, [
    node('audio', { enc: 'opus', rate: '16000' }),
  ])
  for (const device of companionsOf(callee.phone, world)) {
    world.deliver(
      device,
      node('call', { id: world.newId(), from, t: seconds(world.clock()), notify: caller.name }, [offer]),
    )
  }
  return id
}
