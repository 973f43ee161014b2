import type { InstanceStateWord, InstanceWord } from '../../kernel/instance-state.ts'

/** Of a line's state, what an instance shows. */
export interface SeenLine {
  type: 'idle' | 'connecting' | 'linking' | 'open' | 'waiting' | 'ended'
  reason?: string
}

/** What an instance becomes, and the word of the event that tells it; null where another event tells more. */
export interface Reflection {
  state: InstanceWord
  word: InstanceStateWord | null
}

/** What is erased of an instance whose device is gone. */
export const UNLINKED = { linked: 0, number_jid: null, number_lid: null, banned_until: null } as const

/** Whether what is kept already says it: an instance that was logged out stays so, whoever did it. Pure. */
export function isKnown(
  kept: { state: InstanceWord; stateReason: string | null },
  state: InstanceWord,
  reason: string | null,
): boolean {
  return kept.state === state && (kept.stateReason === reason || state === 'loggedout')
}

/** What the state of a line means for its instance. Null: nothing. Pure. */
export function reflectLine(line: SeenLine): Reflection | null {
  switch (line.type) {
    case 'idle':
      return null
    case 'connecting':
      return { state: 'connecting', word: 'connecting' }
    case 'linking':
      return { state: 'connecting', word: null }
    case 'open':
      return { state: 'connected', word: 'connected' }
    case 'waiting':
      return { state: 'disconnected', word: 'disconnected' }
    case 'ended':
      return reflectEnd(line.reason)
  }
}

function reflectEnd(reason: string | undefined): Reflection {
  switch (reason) {
    case 'logged_out':
      return { state: 'loggedout', word: 'logged_out' }
    case 'banned':
      return { state: 'banned', word: 'temp_banned' }
    case 'replaced':
      return { state: 'disconnected', word: 'stream_replaced' }
    case 'client_outdated':
      return { state: 'disconnected', word: 'client_outdated' }
    case 'passkey_required':
      return { state: 'passkey_required', word: 'passkey_required' }
    case 'server_not_genuine':
    case 'bad_session':
    case 'store_failed':
    case 'proxy_failed':
      return { state: 'disconnected', word: 'connect_failure' }
    default:
      return { state: 'disconnected', word: 'disconnected' }
  }
}
