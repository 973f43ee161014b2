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
  /** Never rejects. */
  close(): Promise<void>
}

export interface CheckpointerDeps {
  file: string
  /** Copies in the loop, where no thread can be had; no transaction is open then. */
  copyHere(): void
  /** The disk did not take what was copied. */
  diskFailed(): void
}

/** The thread is started when it is first needed: a store in which little happens never has one. */
export function createCheckpointer({ file, copyHere, diskFailed }: CheckpointerDeps): Checkpointer {
  let thread: Worker | null = null
  let copying: Promise<Copied> | null = null
  let frames = 0
  /** How many frames make the next copy due. */
  let due = COPY_EVERY
  /** Whether the next writer waits for a copy. */
  let isPauseDue = false

  function look(now: number): void {
    const beganAnew = now < frames
    frames = now
    if (beganAnew) {
      due = COPY_EVERY
      isPauseDue = false
    }
    if (frames >= due && copying === null) void copy().then(judge)
  }

  /**
   * Whatever was copied while others wrote: a transaction that began before it was over adds to the log. What has come since is
   * little, and worth waiting for.
   */
  function judge(): void {
    isPauseDue = frames >= LONG_LOG
  }

  async function room(): Promise<void> {
    if (!isPauseDue) return
    await copying
    isPauseDue = false
    if ((await copy()) === 'no thread') copyHere()
  }

  /** What is left, since somebody reads it or the disk is full, is due later. Never rejects. */
  function copy(): Promise<Copied> {
    copying = ask().then((copied) => {
      copying = null
      due = frames + COPY_EVERY
      if (copied === 'disk failed') diskFailed()
      return copied
    })
    return copying
  }

  /** As long as it is asked something the thread keeps the process alive, which may have nothing else to wait for. */
  async function ask(): Promise<Copied> {
    const { promise, resolve } = Promise.withResolvers<Copied>()
    const giveUp = () => resolve('no thread')
    try {
      thread ??= start()
      const asked = thread
      asked.once('exit', giveUp).once('message', resolve)
      asked.ref()
      asked.postMessage('copy' satisfies Errand)
      const copied = await promise
      asked.off('exit', giveUp).off('message', resolve)
      asked.unref()
      return copied
    } catch {
      return 'no thread'
    }
  }

  function start(): Worker {
    const worker = new Worker(threadFile(), { workerData: file, execArgv: [] })
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
    thread.ref()
    const ended = once(thread, 'exit').catch(() => undefined)
    thread.postMessage('end' satisfies Errand)
    await ended
  }

  return { look, room, rest: async () => void (await copying), close }
}

/** Beside this file, in its language: TypeScript, or what was built of it. */
function threadFile(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './checkpoint-thread.ts' : './checkpoint-thread.js', import.meta.url)
}
