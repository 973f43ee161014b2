import { toIso } from '../kernel/clock.ts'
import { describeState } from './domain/describe-state.ts'
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

const NOTHING_SEEN: SeenNow = { isBusiness: null, isOnline: false, now: 0 }

/** An instance as `list` and `new` show it, beside its webhook and WebSocket. Pure. */
export function viewInstance(instance: Instance, token: string, { isBusiness, isOnline, now } = NOTHING_SEEN) {
  const { state, stateReason, numberJid, profileName, settings } = instance
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
      displayStatus: describeState(state, stateReason),
      reason: stateReason,
      restrictedUntil: toIso(restrictedUntil(instance.restrictedAt, now)),
    },
    profile: { name: profileName, pictureUrl: null, isBusiness, businessName: isBusiness ? profileName : null },
    proxy: NO_PROXY,
    settings,
  }
}

/** Proxies are not built yet: an instance never has one. */
export const NO_PROXY = { enabled: false, host: null, port: null, protocol: null, username: null }

/** What comes back for a proxy that was asked for: nothing may go out past it silently. */
export const PROXY_REFUSED = { ...NO_PROXY, error: 'Proxies are not supported yet; the instance connects directly' }
