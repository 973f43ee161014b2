import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { isDiskError } from './sqlite-sentence.ts'

/** What the thread is asked for. */
export type Errand = 'copy' | 'end'

/** What came of it. `tried`: what could not be copied, since somebody reads or the disk is full, stays in the log. */
export type Copied = 'tried' | 'disk failed' | 'no thread'

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
      checkpoint.get()
      return 'tried'
    } catch (error) {
      return isDiskError(error) ? 'disk failed' : 'tried'
    }
  }
}

serve(workerData as string)
