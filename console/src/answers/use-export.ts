import { useCallback, useEffect, useRef, useState } from 'react'
import { newId } from '../api/new-id.ts'
import { Problem } from '../api/problem.ts'
import {
  type ExportChoice,
  type ExportProgress,
  exportQuery,
  fileName,
  readExport,
  readProgress,
} from './export-file.ts'
import type { FilterQuery } from './filter.ts'

export type ExportState =
  | { type: 'idle' }
  | { type: 'writing'; bytes: number; progress: ExportProgress | null }
  /** `url` is the file, for as long as the component is shown. */
  | { type: 'done'; name: string; url: string; bytes: number }
  | { type: 'cancelled' }
  /** The stream ended before the file did. */
  | { type: 'broken' }
  | { type: 'refused'; error: Problem }

const LOOK_MS = 250
const ASK_MS = 1_000

/** One export at a time: started, watched, cancelled. */
export function useExport(instance: string) {
  const [state, setState] = useState<ExportState>({ type: 'idle' })
  const running = useRef<AbortController | null>(null)
  const url = useRef<string | null>(null)

  const forget = useCallback(() => {
    running.current?.abort()
    running.current = null
    if (url.current !== null) URL.revokeObjectURL(url.current)
    url.current = null
  }, [])
  useEffect(() => forget, [forget])

  async function start(filter: FilterQuery, choice: ExportChoice): Promise<void> {
    forget()
    const abort = new AbortController()
    running.current = abort
    const exportId = newId()
    let bytes = 0
    let progress: ExportProgress | null = null
    const show = () => setState({ type: 'writing', bytes, progress })
    show()
    const looking = setInterval(show, LOOK_MS)
    const asking = setInterval(() => {
      void readProgress(instance, exportId).then((told) => {
        progress = told ?? progress
      })
    }, ASK_MS)
    const end = await outcome(async () => {
      const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone
      const file = await readExport(instance, exportQuery(filter, choice, timezone, exportId), {
        signal: abort.signal,
        onBytes: (count) => {
          bytes += count
        },
      })
      if (abort.signal.aborted) return { type: 'cancelled' }
      url.current = URL.createObjectURL(file)
      return { type: 'done', name: fileName(instance, choice.format, new Date()), url: url.current, bytes: file.size }
    }, abort.signal)
    clearInterval(looking)
    clearInterval(asking)
    // Another one may have been started, or nobody looks any more.
    if (running.current !== abort) return
    setState(end)
    if (end.type === 'done') save(end)
  }

  return {
    state,
    start,
    cancel: () => running.current?.abort(),
    reset() {
      forget()
      setState({ type: 'idle' })
    },
  }
}

async function outcome(run: () => Promise<ExportState>, signal: AbortSignal): Promise<ExportState> {
  try {
    return await run()
  } catch (error) {
    if (signal.aborted) return { type: 'cancelled' }
    return error instanceof Problem ? { type: 'refused', error } : { type: 'broken' }
  }
}

/** Hands a file to the browser's downloads. */
export function save({ name, url }: { name: string; url: string }): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}
