import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Copied, Errand } from './checkpoint-thread.ts'

/** Frames (pages of 4 KiB) that come to the log before it is copied again. */
const COPY_EVERY = 1_000

/** From so many on, writers wait for a copy now and then: only one that nobody adds to lets the log begin anew. */
const LONG_LOG = 4_000

/** Copies the write-ahead log of a SQLite file into the file, in a thread of its own. */
export interface Checkpointer {
  /** Says how many frames the log has after a commit. */
  look(frames: number): void
  /** Before a transaction begins: resolves at once, or when a log that grew long has been copied to its end. */
  room(): Promise<void>
  /** Resolves when nothing is being copied; nothing is before the next `look`. */
  rest(): Promise<void>
  close(): Promise<void>
}

/** The thread is started when it is first needed: a store in which little happens never has one. */
export function createCheckpointer(file: string): Checkpointer {
  let thread: Worker | null = null
  let copying: Promise<void> | null = null
  let frames = 0
  /** How many frames make the next copy due. */
  let due = COPY_EVERY
  /** Copied while others wrote, and long: the little that came since is worth waiting for. */
  let isLong = false

  function look(now: number): void {
    // It began anew.
    if (now < frames) due = COPY_EVERY
    frames = now
    if (frames >= due && copying === null) {
      void copy().then((copied) => {
        isLong = frames >= LONG_LOG && copied < frames
      })
    }
  }

  async function room(): Promise<void> {
    if (!isLong) return
    await copying
    isLong = false
    await copy()
  }

  /** How many of its frames are copied. What is left, since somebody reads it or the disk is full, is due later. */
  async function copy(): Promise<number> {
    const asking = ask()
    copying = asking.then(() => undefined)
    const { copied } = (await asking) ?? { copied: 0 }
    copying = null
    due = frames + COPY_EVERY
    return copied
  }

  /** Null: the thread ended over it. */
  async function ask(): Promise<Copied | null> {
    thread ??= start()
    const asked = thread
    const { promise, resolve } = Promise.withResolvers<Copied | null>()
    const tell = (answer: Copied) => resolve(answer)
    const giveUp = () => resolve(null)
    asked.on('message', tell).on('exit', giveUp)
    asked.postMessage('copy' satisfies Errand)
    try {
      return await promise
    } finally {
      asked.off('message', tell).off('exit', giveUp)
    }
  }

  function start(): Worker {
    const worker = new Worker(threadFile(), { workerData: file, execArgv: [] })
    worker.unref()
    // Its end says as much.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      thread = null
    })
    return worker
  }

  async function close(): Promise<void> {
    await copying
    if (thread === null) return
    const ended = once(thread, 'exit')
    thread.postMessage('end' satisfies Errand)
    await ended
  }

  return { look, room, rest: async () => void (await copying), close }
}

/** Beside this file, in its language: TypeScript, or what was built of it. */
function threadFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './checkpoint-thread.ts' : './checkpoint-thread.js', import.meta.url)
}
