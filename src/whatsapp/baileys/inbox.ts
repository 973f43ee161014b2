import type { Clock, Timer } from '../../kernel/clock.ts'
import { prepared } from '../../platform/db/prepared.ts'
import type { InboxTable } from '../../platform/db/schema.ts'
import type { Sql, Store } from '../../platform/db/store.ts'
import type { IncomingMessage } from '../port.ts'
import { decodeJson, encodeJson } from './key-codec.ts'
import type { NewsDesk } from './news.ts'
import { createRecent } from './recent.ts'
import type { Sealer } from './stored-keys.ts'

/**
 * Messages that are decrypted and not handled yet. WhatsApp forgets a message at its receipt, and the ratchet cannot
 * read it twice; so it is kept in the very commit of the ratchet, before Baileys sends the receipt, until the
 * listener has heard it. What a crash left here is told at the next start, what the listener could not handle after
 * a pause that grows, and at the next dial. What was heard goes with the next commit, or soon: told twice it counts once.
 */
export interface Inbox {
  /**
   * Keeps a message, to be run in the ratchet's transaction. When that is durable, `remember` it at once, and `tell` it when
   * its turn comes.
   */
  keep(message: IncomingMessage): { write(sql: Sql): Promise<void>; remember(): void; tell(): void }
  /** Whether a message is or was in the inbox, as far as it remembers: the last ones, an earlier process's included. */
  has(message: Named): boolean
  /** Tells what an earlier process, or a line that was closed, has left. */
  tellLeft(): Promise<void>
  /** Nothing more is told, and what is not told stays, until the next `tellLeft`. */
  pause(): void
  /** Resolves when what was heard is erased, as far as it can be. */
  settled(): Promise<void>
}

/** What a message is known by. */
export type Named = Pick<IncomingMessage, 'messageId' | 'chat'>

export interface InboxDeps {
  store: Store
  sealer: Sealer
  clock: Clock
  news: NewsDesk
  instanceId: string
}

const findKept = prepared((sql, given: { instanceId: string }) =>
  sql.selectFrom('inbox').select(['seq', 'sealed']).where('instance_id', '=', given.instanceId).orderBy('seq'),
)

const NAMES_KEPT = 5000

const insert = prepared((sql, given: { row: InboxTable }) => sql.insertInto('inbox').values(given.row))

const erase = prepared((sql, given: { instanceId: string; seqs: readonly number[] }) =>
  sql.deleteFrom('inbox').where('instance_id', '=', given.instanceId).where('seq', 'in', given.seqs),
)

const ERASED_WITHIN_MS = 100

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 600_000

export function createInbox({ store, sealer, clock, news, instanceId }: InboxDeps): Inbox {
  const waiting = new Set<number>()
  const heard: number[] = []
  const known = createRecent(NAMES_KEPT)
  let isPaused = false
  let again: Timer | null = null
  let pauseMs = FIRST_PAUSE_MS
  let erasing: Promise<void> | null = null
  let last = 0

  const placeOf = (seq: number) => placeInInbox(instanceId, seq)

  function remember(seq: number, message: IncomingMessage): void {
    waiting.add(seq)
    for (const name of namesOf(message)) known.add(name)
  }

  function tell(seq: number, message: IncomingMessage): void {
    const isTold = async () => {
      if (!isPaused) return { type: 'message' as const, message }
      waiting.delete(seq)
      return null
    }
    const isHeard = () => {
      pauseMs = FIRST_PAUSE_MS
      heard.push(seq)
      erasing ??= eraseHeard()
    }
    const isUnheard = () => {
      waiting.delete(seq)
      if (!isPaused) tellLater()
    }
    news.tell(isTold, isHeard, isUnheard)
  }

  function tellLater(): void {
    if (again !== null) return
    again = clock.after(pauseMs, () => {
      again = null
      if (!isPaused) void tellKept().catch(tellLater)
    })
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }

  async function tellKept(): Promise<void> {
    const rows = await findKept.rows(store.read, { instanceId })
    for (const { seq, sealed } of rows) {
      if (waiting.has(seq)) continue
      const message = decodeJson(sealer.open(placeOf(seq), sealed)) as IncomingMessage
      remember(seq, message)
      tell(seq, message)
    }
  }

  /** One statement erases all that was heard while the last one ran. What it fails to erase is told once more. */
  async function eraseHeard(): Promise<void> {
    while (heard.length > 0) {
      const seqs = heard.splice(0)
      await store
        .write(({ sql }) => erase.run(sql, { instanceId, seqs }), { withinMs: ERASED_WITHIN_MS })
        .catch(() => undefined)
      for (const seq of seqs) waiting.delete(seq)
    }
    erasing = null
  }

  return {
    keep(message) {
      last = Math.max(last + 1, clock.now() * 1000)
      const seq = last
      const sealed = sealer.seal(placeOf(seq), encodeJson(message))
      return {
        async write(sql) {
          await insert.run(sql, { row: { instance_id: instanceId, seq, sealed } })
        },
        remember: () => remember(seq, message),
        tell: () => tell(seq, message),
      }
    },
    has: (message) => namesOf(message).some((name) => known.has(name)),
    tellLeft() {
      isPaused = false
      return tellKept()
    },
    pause() {
      isPaused = true
      again?.cancel()
      again = null
    },
    async settled() {
      await erasing
    },
  }
}

/** By each address of its chat: the second one may have been learned meanwhile. */
function namesOf({ messageId, chat }: Named): string[] {
  return [chat.jid, chat.lid].flatMap((address) => (address === null ? [] : [`${messageId} ${address}`]))
}

/** What a sealed message is bound to. */
export function placeInInbox(instanceId: string, seq: number) {
  return { table: 'inbox', column: 'sealed', row: `${instanceId}/${seq}` }
}
