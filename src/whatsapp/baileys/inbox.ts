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
 * a pause that grows, and at the next dial. What was heard is erased with the next message that is kept, or soon.
 */
export interface Inbox {
  /** Keeps a message, to be run in the ratchet's transaction; `tell` it when that is durable. */
  keep(message: IncomingMessage): { write(sql: Sql): Promise<void>; tell(): void }
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

/** Until what was heard is erased by itself, and of how many rows no more wait for it. */
const ERASE_AFTER_MS = 100
const MOST_HEARD = 100

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 600_000

export function createInbox({ store, sealer, clock, news, instanceId }: InboxDeps): Inbox {
  const waiting = new Set<number>()
  const heard = new Set<number>()
  /** Of those, what is erased in a commit that has not ended. */
  const riding = new Set<number>()
  const known = createRecent(NAMES_KEPT)
  let isPaused = false
  let again: Timer | null = null
  let pauseMs = FIRST_PAUSE_MS
  let erasing: Promise<void> | null = null
  let erasure: Timer | null = null
  let last = 0

  const placeOf = (seq: number) => placeInInbox(instanceId, seq)

  function tell(seq: number, message: IncomingMessage): void {
    waiting.add(seq)
    for (const name of namesOf(message)) known.add(name)
    const isTold = async () => {
      if (!isPaused) return { type: 'message' as const, message }
      waiting.delete(seq)
      return null
    }
    const isHeard = () => {
      pauseMs = FIRST_PAUSE_MS
      heard.add(seq)
      if (heard.size >= MOST_HEARD) eraseNow()
      else erasure ??= clock.after(ERASE_AFTER_MS, eraseNow)
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
      if (!waiting.has(seq)) tell(seq, decodeJson(sealer.open(placeOf(seq), sealed)) as IncomingMessage)
    }
  }

  function eraseNow(): void {
    erasure?.cancel()
    erasure = null
    erasing ??= eraseHeard()
  }

  /** One statement erases all that was heard while the last one ran. What it fails to erase is told once more. */
  async function eraseHeard(): Promise<void> {
    while (heard.size > 0) {
      const seqs = [...heard]
      await store.write(({ sql }) => erase.run(sql, { instanceId, seqs })).catch(() => undefined)
      forget(seqs)
    }
    erasing = null
  }

  function forget(seqs: readonly number[]): void {
    for (const set of [heard, riding, waiting]) for (const seq of seqs) set.delete(seq)
  }

  return {
    keep(message) {
      last = Math.max(last + 1, clock.now() * 1000)
      const seq = last
      const sealed = sealer.seal(placeOf(seq), encodeJson(message))
      let seqs: number[] = []
      return {
        async write(sql) {
          seqs = [...heard].filter((one) => !riding.has(one))
          for (const one of seqs) riding.add(one)
          await insert.run(sql, { row: { instance_id: instanceId, seq, sealed } })
          if (seqs.length > 0) await erase.run(sql, { instanceId, seqs })
        },
        tell() {
          forget(seqs)
          tell(seq, message)
        },
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
      if (heard.size > 0) eraseNow()
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
