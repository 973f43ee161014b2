import type { InstanceWord } from '../../kernel/instance-state.ts'

/**
 * Whether an instance is left alone at a start, until somebody asks for it: a banned number that knocks looks worse, two
 * that push one another out never deliver anything, and nothing is sent to who is not WhatsApp. What a restart may have
 * mended, such as an outdated client, is dialled. Pure.
 */
export function restsUntilAsked(kept: { state: InstanceWord; stateReason: string | null }): boolean {
  return kept.state === 'banned' || kept.stateReason === 'replaced' || kept.stateReason === 'server_not_genuine'
}
