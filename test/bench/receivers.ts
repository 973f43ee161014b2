import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** What a path was called with. `first` is the number of its first call. */
export interface Arrived {
  count: number
  first: number | null
  outOfOrder: number
}

/** Real HTTP servers in a process of their own, so that they share nobody's event loop. */
export interface Receivers {
  baseUrl: string
  /** Answers so many calls of a path, those that wait among them, and holds the next; how many milliseconds it took. */
  answer(path: string, calls: number): Promise<number>
  arrived(path: string): Promise<Arrived>
  close(): void
}

interface Told extends Partial<Arrived> {
  id: number
  port?: number
  ms?: number
}

export async function openReceivers(): Promise<Receivers> {
  const child = fork(join(import.meta.dirname, 'receive.ts'))
  const [{ port }] = (await once(child, 'message')) as [Told]
  const asked = new Map<number, (told: Told) => void>()
  let last = 0
  child.on('message', (told: Told) => {
    asked.get(told.id)?.(told)
    asked.delete(told.id)
  })

  function ask(question: { path: string; allow?: number }): Promise<Told> {
    last += 1
    const id = last
    return new Promise((resolve) => {
      asked.set(id, resolve)
      child.send({ id, ...question })
    })
  }

  return {
    baseUrl: `http://127.0.0.1:${port}`,
    async answer(path, calls) {
      const { ms = Number.NaN } = await ask({ path, allow: calls })
      return ms
    },
    async arrived(path) {
      const { count = 0, first = null, outOfOrder = 0 } = await ask({ path })
      return { count, first, outOfOrder }
    },
    close: () => child.disconnect(),
  }
}
