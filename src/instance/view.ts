import { toIso } from '../kernel/clock.ts'
import { describeState } from './domain/describe-state.ts'
import type { InstanceProxy } from './domain/read-proxy.ts'
import { restrictedUntil } from './domain/restriction.ts'
import type { Instance } from './store.ts'

/** What is known of an instance beside its row. */
export interface SeenNow {
  /** Whether its app is WhatsApp Business: known while it is connected. */
  isBusiness: boolean | null
  /** Whether it is shown as online. */
  isOnline: boolean
  /** Unix milliseconds. */
  now: number
}

/** What of its row is sealed, opened. */
export interface InstanceSecrets {
  token: string
  proxy: InstanceProxy | null
}

/** Of an instance that was never connected. */
export const NOTHING_SEEN: SeenNow = { isBusiness: null, isOnline: false, now: 0 }

/** An instance as `list` and `new` show it, beside its webhook and WebSocket. Pure. */
export function viewInstance(
  instance: Instance,
  { token, proxy, isBusiness, isOnline, now }: InstanceSecrets & SeenNow,
) {
  const { state, stateReason, numberJid, profileName, settings } = instance
  const bannedUntil = toIso(instance.bannedUntil)
  return {
    id: instance.id,
    name: instance.name,
    token,
    status: state,
    numberJid,
    createdAt: toIso(instance.createdAt),
    updatedAt: toIso(instance.updatedAt),
    connection: {
      state,
      numberJid,
      presenceStatus: state === 'connected' && isOnline ? 'available' : 'unavailable',
      displayStatus: describeState(state, stateReason, bannedUntil),
      reason: stateReason,
      restrictedUntil: toIso(restrictedUntil(instance.restrictedAt, now)),
      bannedUntil,
      since: toIso(instance.stateAt),
    },
    profile: { name: profileName, pictureUrl: null, isBusiness, businessName: isBusiness ? profileName : null },
    proxy: viewProxy(proxy),
    settings,
  }
}

/** A proxy as callers see it: never its password. Pure. */
export function viewProxy(proxy: InstanceProxy | null) {
  if (proxy === null) return { enabled: false, host: null, port: null, protocol: null, username: null }
  const { host, port, protocol, username } = proxy
  return { enabled: true, host, port, protocol, username }
}
