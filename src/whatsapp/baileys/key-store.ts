import type { SignalDataSet, SignalDataTypeMap } from '@whiskeysockets/baileys'
import type { KeyKind } from './key-codec.ts'
import { withOwnBytes } from './own-bytes.ts'
import type { Beside, StoredKeys } from './stored-keys.ts'

/** Signal keys with a copy in memory that is read-your-writes. */
export interface KeyStore {
  get<Kind extends KeyKind>(kind: Kind, ids: string[]): Promise<{ [id: string]: SignalDataTypeMap[Kind] }>
  /**
   * Visible to every later `get` at once; resolves when it is durable, together with what stands `beside` it.
   * Rejects when it could not be kept.
   */
  set(changes: SignalDataSet, beside?: Beside): Promise<void>
  /** Resolves when nothing waits to become durable. */
  settled(): Promise<void>
  /** From now on nothing is written: the device that these keys belong to is gone. */
  abandon(): void
}

interface Entry {
  /** undefined: known to be absent. */
  value: unknown
  /** Commits that have not ended; an entry with any is never evicted. */
  pending: number
  /** About what it takes in memory. */
  bytes: number
}

export interface KeyStoreOptions {
  stored: StoredKeys
  /** Told, before `set` or `get` rejects, that keys could not be kept or read. */
  onFailure: (error: unknown) => void
  /** Entries held in memory; entries that wait for their commit come on top. */
  capacity?: number
  /** Bytes that they may take together: a session of a peer whose messages go missing grows to 200 kB and more. */
  mostBytes?: number
}

const ENTRIES = 4_000
const BYTES = 2 * 1024 * 1024
/** Of an entry besides its value: name, object, its place in the map. */
const BYTES_BESIDE = 250

/**
 * Baileys guards a send and a decryption by different mutexes, so a write that becomes visible late makes each side
 * write back a session the other no longer has (measured: nine messages of ten lost). Hence the copy in memory.
 */
export function createKeyStore(options: KeyStoreOptions): KeyStore {
  const { stored, onFailure, capacity = ENTRIES, mostBytes = BYTES } = options
  const entries = new Map<string, Entry>()
  /** Per running read of the store: names that were set meanwhile, for which its answer is out of date. */
  const overtaken = new Set<Set<string>>()
  const commits = new Set<Promise<void>>()
  let bytes = 0
  let isAbandoned = false

  function drop(name: string): void {
    bytes -= entries.get(name)?.bytes ?? 0
    entries.delete(name)
  }

  function remember(name: string, entry: Entry): void {
    drop(name)
    entries.set(name, entry)
    bytes += entry.bytes
  }

  function evict(): void {
    const isFull = () => entries.size > capacity || bytes > mostBytes
    if (!isFull()) return
    for (const [name, entry] of entries) {
      if (!isFull()) return
      if (entry.pending === 0) drop(name)
    }
  }

  async function load(kind: KeyKind, ids: readonly string[]): Promise<void> {
    const late = new Set<string>()
    overtaken.add(late)
    try {
      const found = await stored.read(kind, ids)
      for (const id of ids) {
        const name = nameOf(kind, id)
        if (!late.has(name) && !entries.has(name)) remember(name, entryOf(found.get(id), 0))
      }
    } catch (error) {
      // To Baileys it would look like a message that cannot be decrypted: asked for a few times, then acknowledged.
      onFailure(error)
      throw error
    } finally {
      overtaken.delete(late)
    }
  }

  function change(kind: KeyKind, id: string, value: unknown): { name: string; entry: Entry } {
    const name = nameOf(kind, id)
    const entry = entryOf(withOwnBytes(value ?? undefined), (entries.get(name)?.pending ?? 0) + 1)
    remember(name, entry)
    for (const late of overtaken) late.add(name)
    return { name, entry }
  }

  return {
    async get(kind, ids) {
      const result: { [id: string]: SignalDataTypeMap[typeof kind] } = {}
      let missing = [...ids]
      while (missing.length > 0) {
        const absent: string[] = []
        for (const id of missing) {
          const name = nameOf(kind, id)
          const entry = entries.get(name)
          if (entry === undefined) {
            absent.push(id)
            continue
          }
          remember(name, entry)
          if (entry.value !== undefined) result[id] = entry.value as SignalDataTypeMap[typeof kind]
        }
        if (absent.length > 0) await load(kind, absent)
        missing = absent
      }
      evict()
      return result
    },
    async set(changes, beside) {
      if (isAbandoned) {
        // A message would be told to the listener now, and again when WhatsApp gives it to the next socket.
        if (beside !== undefined) throw new Error('the device is gone')
        return
      }
      const changed: { name: string; entry: Entry }[] = []
      for (const [kind, values] of Object.entries(changes)) {
        for (const [id, value] of Object.entries(values ?? {})) changed.push(change(kind as KeyKind, id, value))
      }
      if (changed.length === 0 && beside === undefined) return
      const commit = stored.write(changes, beside)
      commits.add(commit)
      let isKept = false
      try {
        await commit
        isKept = true
      } catch (error) {
        onFailure(error)
        throw error
      } finally {
        commits.delete(commit)
        for (const { name, entry } of changed) {
          const now = entries.get(name)
          if (now !== undefined) now.pending -= 1
          // What was not kept must not be read again: the store's state is the last that anybody relied on.
          if (!isKept && now === entry) drop(name)
        }
        evict()
      }
    },
    async settled() {
      while (commits.size > 0) await Promise.allSettled([...commits])
    },
    abandon() {
      isAbandoned = true
    },
  }
}

function nameOf(kind: KeyKind, id: string): string {
  return `${kind}\n${id}`
}

function entryOf(value: unknown, pending: number): Entry {
  return { value, pending, bytes: BYTES_BESIDE + bytesOf(value) }
}

function bytesOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.byteLength
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  return Object.values(value).reduce((sum: number, part) => sum + 16 + bytesOf(part), 0)
}
