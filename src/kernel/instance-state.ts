/** The states of an instance, as the list shows them and the store keeps them. */
export const INSTANCE_STATES = [
  'connected',
  'connecting',
  'disconnected',
  'loggedout',
  'banned',
  'passkey_required',
] as const

export type InstanceWord = (typeof INSTANCE_STATES)[number]

/** The words of `instance.state` events. */
export const INSTANCE_STATE_WORDS = [
  'connected',
  'connecting',
  'disconnected',
  'logged_out',
  'qr_ready',
  'pair_success',
  'stream_replaced',
  'temp_banned',
  'client_outdated',
  'passkey_required',
  'connect_failure',
] as const

export type InstanceStateWord = (typeof INSTANCE_STATE_WORDS)[number]
