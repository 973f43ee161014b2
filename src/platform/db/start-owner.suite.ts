import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { OpenStore } from './open.ts'

/** A process of its own that owns a store, or was refused. */
export interface Owner {
  readonly pid: number
  /** Everything it has said so far, line by line. */
  readonly lines: string[]
  /** Resolves when it has said at least `count` lines, or has ended. */
  said(count: number): Promise<void>
  kill(): Promise<void>
  /** Lets it close its store and waits for its end. */
  end(): Promise<void>
}

/** Starts a process on a store; `as` makes it another user's. */
export function startOwner(
  { dataDir, databaseUrl }: OpenStore,
  { write = false, as }: { write?: boolean; as?: number } = {},
): Owner {
  const script = fileURLToPath(new URL('owner-process.suite.ts', import.meta.url))
  const order = JSON.stringify({ dataDir, databaseUrl, write })
  const child = spawn(process.execPath, [script, order], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(as === undefined ? {} : { uid: as, gid: as }),
  })
  return follow(child)
}

function follow(child: ChildProcess): Owner {
  const lines: string[] = []
  const wakers = new Set<() => void>()
  const wake = () => {
    for (const waker of wakers) waker()
  }
  let rest = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const parts = `${rest}${text}`.split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    wake()
  })
  let isOver = false
  const over = new Promise<void>((resolve) => {
    child.once('close', () => {
      isOver = true
      wake()
      resolve()
    })
  })
  return {
    pid: child.pid ?? 0,
    lines,
    said: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (lines.length < count && !isOver) return
          wakers.delete(look)
          resolve()
        }
        wakers.add(look)
        look()
      }),
    async kill() {
      child.kill('SIGKILL')
      await over
    },
    async end() {
      child.stdin?.end()
      await over
    },
  }
}
