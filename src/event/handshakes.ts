import type { IncomingMessage } from 'node:http'
import { problem, problemWith } from '../kernel/errors.ts'
import type { Admission } from './admit-socket.ts'
import type { InstanceWords } from './domain/envelope.ts'
import type { Websocket } from './store.ts'

/** Handshakes under way: what they were let in by may end before they are. */
export interface Handshakes {
  open(): Handshake
  /** The token of the instance ended, or that of its account. */
  tokenEnded(instanceId: string, holder: Admission['holder']): void
  deleted(instanceId: string): void
  configured(websocket: Websocket): void
}

export interface Handshake {
  /**
   * What is said of the instance, read after everything that happened to it.
   * @throws token_invalid, instance_not_found
   */
  settle(admission: Admission, readWords: () => Promise<InstanceWords | null>): Promise<InstanceWords>
  /**
   * The newest configuration; null: none counts.
   * @throws websocket_not_enabled
   */
  newest(admission: Admission): Websocket | null
  close(): void
}

interface Meanwhile {
  ended: Record<Admission['holder'], Set<string>>
  deleted: Set<string>
  configured: Map<string, Websocket>
}

export function createHandshakes(): Handshakes {
  const underWay = new Set<Meanwhile>()

  return {
    open() {
      const meanwhile: Meanwhile = {
        ended: { account: new Set(), instance: new Set() },
        deleted: new Set(),
        configured: new Map(),
      }
      underWay.add(meanwhile)
      return {
        settle: (admission, readWords) => settle(meanwhile, admission, readWords),
        newest({ instance, websocket }) {
          if (websocket === null) return null
          const newest = meanwhile.configured.get(instance.id) ?? websocket
          if (newest.enabled !== 1) throw problem('websocket_not_enabled', instance.name)
          return newest
        },
        close: () => void underWay.delete(meanwhile),
      }
    },
    tokenEnded(instanceId, holder) {
      for (const { ended } of underWay) ended[holder].add(instanceId)
    },
    deleted(instanceId) {
      for (const { deleted } of underWay) deleted.add(instanceId)
    },
    configured(websocket) {
      for (const { configured } of underWay) configured.set(websocket.instance_id, websocket)
    },
  }
}

async function settle(
  { ended, deleted }: Meanwhile,
  { instance, holder }: Admission,
  readWords: () => Promise<InstanceWords | null>,
): Promise<InstanceWords> {
  let words = await readWords()
  while (ended.instance.has(instance.id)) {
    if (holder === 'instance') throw problem('token_invalid')
    ended.instance.delete(instance.id)
    words = await readWords()
  }
  if (holder === 'account' && ended.account.has(instance.id)) throw problem('token_invalid')
  if (words === null || deleted.has(instance.id)) throw problem('instance_not_found')
  return words
}

/** @throws request_invalid: version 8 of old browsers names its origin in another header */
export function insistOnVersion({ headers }: IncomingMessage): void {
  if (headers['sec-websocket-version'] === '13') return
  const extras = { headers: { 'Sec-WebSocket-Version': '13' } }
  throw problemWith(extras, 'request_invalid', 'this is no WebSocket handshake of version 13')
}
