import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/** What the thread is asked for. */
export type Errand = 'copy' | 'end'

/** How many frames of the log are in the file itself. */
export interface Copied {
  copied: number
}

/** The file, on a connection of the thread's own. */
function serve(file: string): void {
  const database = new DatabaseSync(file, { timeout: 0 })
  database.exec('pragma synchronous = full')
  const checkpoint = database.prepare('pragma wal_checkpoint(passive)')

  parentPort?.on('message', (errand: Errand) => {
    if (errand === 'end') {
      database.close()
      parentPort?.close()
      return
    }
    parentPort?.postMessage(copyLog())
  })

  /** A full disk is for the next commit to tell: what was not copied stays in the log. */
  function copyLog(): Copied {
    try {
      const { checkpointed } = checkpoint.get() as { checkpointed: number }
      return { copied: checkpointed }
    } catch {
      return { copied: 0 }
    }
  }
}

serve(workerData as string)
