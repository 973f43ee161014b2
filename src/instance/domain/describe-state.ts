import type { InstanceWord } from './reflect-line.ts'

const STATES: Record<InstanceWord, string> = {
  connected: 'Connected',
  connecting: 'Connecting',
  disconnected: 'Disconnected',
  loggedout: 'Logged out',
  banned: 'Banned',
  passkey_required: 'Passkey required',
}

const BY_ITSELF = 'it is tried again by itself'

/** What a person should know or do. */
const REASONS: Readonly<Record<string, string>> = {
  closed_by_us: 'it was closed here; call reconnect',
  connection_lost: 'the connection to WhatsApp was lost; a linked instance tries again by itself',
  timed_out: `WhatsApp did not answer; ${BY_ITSELF}`,
  server_unavailable: 'WhatsApp is not available; a linked instance tries again by itself',
  restart_required: `WhatsApp asked to connect anew; ${BY_ITSELF}`,
  store_failed: `the store could not be read or written; ${BY_ITSELF}`,
  gateway_stopped: 'the gateway was stopped; a linked instance connects by itself, any other needs a new code',
  logged_out: 'the device was removed on the phone or refused by WhatsApp; link the number again',
  banned: 'WhatsApp refuses this number for now or for good; look into WhatsApp on its phone',
  replaced: 'another connection took over with the same keys; stop that one, then call reconnect',
  bad_session: 'WhatsApp did not accept the session; call reconnect, and link the number again if that does not help',
  client_outdated: 'WhatsApp no longer accepts this client version; update Formwire, or set WHATSAPP_VERSION',
  server_not_genuine: 'the server could not prove that it is WhatsApp; look who is between here and WhatsApp',
  proxy_failed: 'its proxy could not be reached, or refused us; look at the proxy',
  link_expired: 'nobody used the code in time; ask for a new one',
  passkey_required: 'this account asks for a passkey to link a device, which Formwire cannot give',
  number_linked_elsewhere: 'this number is already linked to another instance of this account; log that one out first',
  number_refused:
    'this number cannot be linked here; on its phone, remove the devices that WhatsApp shows under Linked devices',
}

/** A state in words for people, with what to do where there is something to do. Pure. */
export function describeState(state: InstanceWord, reason: string | null): string {
  const why = reason === null ? undefined : REASONS[reason]
  return why === undefined ? STATES[state] : `${STATES[state]}: ${why}`
}
