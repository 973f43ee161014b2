import type { InstanceWord } from '../../kernel/instance-state.ts'
import type { DisconnectReason } from '../../whatsapp/port.ts'

/** Why an instance is as it is, or was told of: the engine's words, and our own for what no engine knows. */
export type StateReason = DisconnectReason | 'gateway_stopped' | 'exported' | 'account_restricted'

const STATES: Record<InstanceWord, string> = {
  connected: 'Connected',
  connecting: 'Connecting',
  disconnected: 'Disconnected',
  loggedout: 'Logged out',
  banned: 'Banned',
  passkey_required: 'Passkey required',
}

const BY_ITSELF = 'a linked instance tries again by itself'

/** What happened; and what a person should know or do. docs/staying-linked.md has the same words. */
export const REASONS: Readonly<Record<StateReason, string>> = {
  closed_by_us: 'it was closed here; call reconnect',
  connection_lost: `the connection to WhatsApp was lost; ${BY_ITSELF}`,
  timed_out: `WhatsApp did not answer; ${BY_ITSELF}`,
  server_unavailable: `WhatsApp is not available; ${BY_ITSELF}`,
  restart_required: `WhatsApp asked to connect anew; ${BY_ITSELF}`,
  store_failed: `the store could not be read or written; ${BY_ITSELF}, the disk is yours to look after`,
  proxy_failed: `its proxy could not be reached, or refused us; look at the proxy, ${BY_ITSELF}`,
  gateway_stopped: 'the gateway was stopped; a linked instance connects by itself, any other needs a new code',
  logged_out: 'the device was removed on the phone or refused by WhatsApp; link the number again',
  banned:
    'WhatsApp refuses this number for now or for good; look into WhatsApp on its phone, and call reconnect when it may',
  replaced: 'another connection took over with the same keys; stop that one, then call reconnect',
  bad_session: 'WhatsApp did not accept the session; call reconnect, and link the number again if that does not help',
  client_outdated:
    'WhatsApp no longer accepts this client version; update Formwire or set WHATSAPP_VERSION, and restart: a linked instance connects by itself then',
  server_not_genuine:
    'the server could not prove that it is WhatsApp; look who is between here and WhatsApp, then call reconnect',
  link_expired: 'nobody used the code in time; ask for a new one',
  passkey_required:
    'this account asks for a passkey to link a device, which Formwire cannot give; use a number whose account does not ask for it',
  number_linked_elsewhere: 'this number is already linked to another instance of this account; log that one out first',
  number_refused:
    'this number cannot be linked here; on its phone, remove the devices that WhatsApp shows under Linked devices',
  exported:
    'it was exported, and does not connect here; use it where its file went, or resume it here when that copy is gone',
  account_restricted:
    'WhatsApp refused a first message to a stranger; none is tried for a while, whoever wrote before is still written to',
}

/** A reason as it is kept; null: none, or one that only a later version knows. Pure. */
export function readReason(kept: string | null): StateReason | null {
  return kept !== null && Object.hasOwn(REASONS, kept) ? (kept as StateReason) : null
}

/** A state in words for people, with what to do where there is something to do. `bannedUntil`: ISO. Pure. */
export function describeState(state: InstanceWord, reason: StateReason | null, bannedUntil: string | null): string {
  const what = state === 'banned' && bannedUntil !== null ? `Banned by WhatsApp until ${bannedUntil}` : STATES[state]
  return reason === null ? what : `${what}: ${REASONS[reason]}`
}
