import { findInstance, revealToken, type TokenKeeper } from '../instance/index.ts'
import type { Sql } from '../platform/db/store.ts'
import type { InstanceWords } from './domain/envelope.ts'

/** What the envelope says of an instance; null when there is none. */
export type WordsOf = (instanceId: string) => Promise<InstanceWords | null>

export interface InstanceWordsDeps {
  store: { read: Sql }
  /** Our own address as receivers know it; known once the port is open. */
  baseUrl(): string
  tokens: TokenKeeper
  /** Whether the clear token stands in every envelope (`WEBHOOK_INCLUDE_TOKEN`): a risk that the operator takes. */
  includeToken: boolean
}

export function createInstanceWords(deps: InstanceWordsDeps): WordsOf {
  return async (instanceId) => {
    const instance = await findInstance(deps.store.read, instanceId)
    if (!instance) return null
    const words = { baseUrl: deps.baseUrl(), instance: instance.name }
    return deps.includeToken ? { ...words, token: revealToken(deps.tokens, instance) } : words
  }
}
