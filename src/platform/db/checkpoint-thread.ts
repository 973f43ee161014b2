import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { isDiskError } from './sqlite-sentence.ts'

/** What the thread is asked for. */
export type Errand = 'copy' | 'end'

/** What came of it. `later`: somebody reads, or the disk is full; what was not copied stays in the log. */
export type Copied = 'copied' | 'later' | 'disk failed' | 'no thread'

/** The file, on a connection of the thread's own. */
function serve(file: string): void {
  const database = new DatabaseSync(file, { timeout: 0 })
  database.exec('pragma synchronous = full')
  const checkpoint = database.prepare('pragma wal_checkpoint(passive)')

  parentPort?.on('message', (errand: Errand) => {
    if (errand === 'copy') parentPort?.postMessage(copy())
    else {
      database.close()
      parentPort?.close()
    }
  })

  function copy(): Copied {
    try {
      const { log, checkpointed } = checkpoint.get() as { log: number; checkpointed: number }
      return log === checkpointed ? 'copied' : 'later'
    } catch (error) {
      return isDiskError(error) ? 'disk failed' : 'later'
    }
  }
}

serve(workerData as string)
