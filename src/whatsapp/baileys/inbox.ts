import type { Clock } from '../../kernel/clock.ts'
import type { Sql, Store } from '../../platform/db/store.ts'
import type { IncomingMessage } from '../port.ts'
import { decodeJson, encodeJson } from './key-codec.ts'
import type { NewsDesk } from './news.ts'
import type { Sealer } from './stored-keys.ts'

/**
 * Messages that are decrypted and not handled yet. WhatsApp forgets a message at its receipt, and the ratchet cannot
 * read it twice; so it is kept in the very commit of the ratchet, before Baileys sends the receipt, until the
 * listener has heard it. What a crash left here is told at the next start.
 */
export interface Inbox {
  /** Keeps a message, to be run in the ratchet's transaction; `tell` it when that is durable. */
  keep(message: IncomingMessage): { write(sql: Sql): Promise<void>; tell(): void }
  /** Tells what an earlier process, or a line that was closed, has left. */
  tellLeft(): Promise<void>
  /** Nothing more is told, and what is not told stays, until the next `tellLeft`. */
  pause(): void
  /** Resolves when what was heard is erased, as far as it can be. */
  settled(): Promise<void>
}

export interface InboxDeps {
  store: Store
  sealer: Sealer
  clock: Clock
  news: NewsDesk
  instanceId: string
}

export function createInbox({ store, sealer, clock, news, instanceId }: InboxDeps): Inbox {
  const waiting = new Set<number>()
  const heard: number[] = []
  let isPaused = false
  let erasing: Promise<void> | null = null
  let last = 0

  const placeOf = (seq: number) => ({ table: 'inbox', column: 'sealed', row: `${instanceId}/${seq}` })

  function tell(seq: number, message: IncomingMessage): void {
    waiting.add(seq)
    const isTold = async () => {
      if (!isPaused) return { type: 'message' as const, message }
      waiting.delete(seq)
      return null
    }
    news.tell(isTold, () => {
      heard.push(seq)
      erasing ??= eraseHeard()
    })
  }

  /** One statement erases all that was heard while the last one ran. What it fails to erase is told once more. */
  async function eraseHeard(): Promise<void> {
    while (heard.length > 0) {
      const seqs = heard.splice(0)
      const erase = store.write(({ sql }) =>
        sql.deleteFrom('inbox').where('instance_id', '=', instanceId).where('seq', 'in', seqs).execute(),
      )
      await erase.catch(() => undefined)
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
          await sql.insertInto('inbox').values({ instance_id: instanceId, seq, sealed }).execute()
        },
        tell: () => tell(seq, message),
      }
    },
    async tellLeft() {
      isPaused = false
      const rows = await store.read
        .selectFrom('inbox')
        .select(['seq', 'sealed'])
        .where('instance_id', '=', instanceId)
        .orderBy('seq')
        .execute()
      for (const { seq, sealed } of rows) {
        if (!waiting.has(seq)) tell(seq, decodeJson(sealer.open(placeOf(seq), sealed)) as IncomingMessage)
      }
    },
    pause() {
      isPaused = true
    },
    async settled() {
      await erasing
    },
  }
}
