import { closeSync, fdatasync, fstatSync, openSync, realpathSync } from 'node:fs'

/** Waits for the disk: everything that was written into the file before the call is durable then. */
export type WaitForDisk = (descriptor: number) => Promise<void>

/** Beside the event loop, in a thread of Node's pool. */
export function waitForDisk(descriptor: number): Promise<void> {
  return new Promise((resolve, reject) => {
    fdatasync(descriptor, (error) => (error === null ? resolve() : reject(error)))
  })
}

/** A page and its head. */
const FRAME_BYTES = 4_096 + 24

/** The write-ahead log of a SQLite file, as far as its commits have to become durable. */
export interface SqliteLog {
  /** Resolves when all commits so far are durable; rejects when nobody can know, and then for ever. */
  sync(): Promise<void>
  /** How many frames there is room for in the file: it stays as long as it was when the log begins anew. */
  mostFrames(): number
  close(): void
}

/**
 * What SQLite does within `commit` under `synchronous = full`, done beside the event loop: it writes the frames of a
 * transaction into its log and waits for the disk. The log is the same file for as long as a connection is open, and
 * SQLite keeps no locks on it (those are on the `-shm` file), so that it may be opened and closed beside it.
 *
 * After a failure the kernel holds the pages clean that never reached the disk, and would call the next wait a success
 * (https://wiki.postgresql.org/wiki/Fsync_Errors): the store is lost to this process then, and `diskFailed` is called.
 */
export function openSqliteLog(file: string, wait: WaitForDisk, diskFailed: () => void): SqliteLog {
  // Beside the file itself, where a link leads to it.
  const descriptor = openSync(`${realpathSync(file)}-wal`, 'r+')
  let failure: unknown
  return {
    async sync() {
      if (failure !== undefined) throw failure
      try {
        await wait(descriptor)
      } catch (error) {
        failure = error
        diskFailed()
        throw error
      }
    },
    mostFrames: () => Math.floor(fstatSync(descriptor).size / FRAME_BYTES),
    close: () => closeSync(descriptor),
  }
}
