import type { Clock } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'

const LONGEST_WRITE_MS = 5_000

/**
 * Whether the store takes a write within five seconds. A disk that is full, or a server that only reads, still answers
 * questions: only a write tells. What is written differs each time: of what is as it was SQLite writes nothing. Never
 * rejects.
 */
export function probeStore({ store, clock }: { store: Pick<Store, 'write'>; clock: Clock }): Promise<'ok' | 'failed'> {
  return new Promise((resolve) => {
    const timer = clock.after(LONGEST_WRITE_MS, () => resolve('failed'))
    store
      .write(({ sql }) =>
        sql
          .insertInto('setting')
          .values({ key: 'looked_at', value: String(clock.now()) })
          .onConflict((known) => known.column('key').doUpdateSet(({ ref }) => ({ value: ref('excluded.value') })))
          .execute(),
      )
      .then(
        () => resolve('ok'),
        () => resolve('failed'),
      )
      .finally(() => timer.cancel())
  })
}
