import type { Clock } from '../kernel/clock.ts'
import { problem } from '../kernel/errors.ts'

/** How far an export is. `rows`: handed to the file; `done`: 0 to 1, never going back. */
export interface ExportProgress {
  exportId: string
  state: 'writing' | 'done' | 'failed'
  rows: number
  done: number
}

/** What an export tells of itself. Once it ended nothing changes any more. */
export interface ExportMark {
  wrote(rows: number): void
  /** `share`: how much of the way is walked, 0 to 1. */
  walked(share: number): void
  end(state: 'done' | 'failed'): void
}

/** The exports that were given an id, under way and ended a short while ago. */
export interface ExportBook {
  /** @throws export_id_taken while another one with this id is being written */
  begin(instanceId: string, exportId: string): ExportMark
  /** @throws export_not_found */
  find(instanceId: string, exportId: string): ExportProgress
}

export interface BookBounds {
  perInstance: number
  inAll: number
  /** How long one that ended is remembered. */
  endedMs: number
}

const BOUNDS: BookBounds = { perInstance: 50, inAll: 1_000, endedMs: 5 * 60_000 }

interface Entry extends ExportProgress {
  instanceId: string
  endedAt: number | null
}

/**
 * Remembers exports in memory. Of too many the one that ended first is forgotten, else the one that began first: it goes
 * on, unknown.
 */
export function createExportBook(clock: Clock, bounds: BookBounds = BOUNDS): ExportBook {
  /** In the order in which they began. */
  const entries = new Map<string, Entry>()

  function forgetOld(): void {
    const before = clock.now() - bounds.endedMs
    for (const [key, { endedAt }] of entries) if (endedAt !== null && endedAt <= before) entries.delete(key)
  }

  function makeRoom(instanceId: string): void {
    const own = [...entries].filter(([, entry]) => entry.instanceId === instanceId)
    if (own.length >= bounds.perInstance) forgetOne(own)
    else if (entries.size >= bounds.inAll) forgetOne([...entries])
  }

  function forgetOne(some: readonly [string, Entry][]): void {
    const ended = some.filter(([, { endedAt }]) => endedAt !== null)
    const [first] = ended.toSorted(([, one], [, other]) => (one.endedAt ?? 0) - (other.endedAt ?? 0))
    const key = first?.[0] ?? some[0]?.[0]
    if (key !== undefined) entries.delete(key)
  }

  return {
    begin(instanceId, exportId) {
      forgetOld()
      const key = `${instanceId} ${exportId}`
      if (entries.get(key)?.state === 'writing') throw problem('export_id_taken')
      entries.delete(key)
      makeRoom(instanceId)
      const entry: Entry = { exportId, state: 'writing', rows: 0, done: 0, instanceId, endedAt: null }
      entries.set(key, entry)
      const whileWriting = (change: () => void) => {
        if (entry.endedAt === null) change()
      }
      return {
        wrote: (rows) =>
          whileWriting(() => {
            entry.rows += rows
          }),
        walked: (share) =>
          whileWriting(() => {
            entry.done = Math.max(entry.done, share)
          }),
        end: (state) =>
          whileWriting(() => {
            entry.state = state
            if (state === 'done') entry.done = 1
            entry.endedAt = clock.now()
          }),
      }
    },
    find(instanceId, exportId) {
      forgetOld()
      const entry = entries.get(`${instanceId} ${exportId}`)
      if (!entry) throw problem('export_not_found')
      const { state, rows, done } = entry
      return { exportId, state, rows, done }
    },
  }
}
