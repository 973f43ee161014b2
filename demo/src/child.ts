import { fork } from 'node:child_process'

/** A part of the demo that runs as a process of its own. */
export interface Child {
  /** What the process said of itself when it was ready. */
  ready: Record<string, unknown>
  /** Resolves when the process has ended, with a sentence about how. */
  ended: Promise<string>
  /** Asks it to end, and ends it by force after `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export interface ChildOrder {
  name: string
  file: string
  args: readonly string[]
  env: Record<string, string | undefined>
  cwd: string
  /** Where its own output goes. */
  showOutput: (text: string) => void
}

/**
 * Starts a process and waits until it sends `{ready: …}` over its channel. The channel closes with us, so that a
 * child never outlives the demo, however that ends.
 * @throws Error with what the process printed to its error output, when it ends before it is ready.
 */
export function startChild(order: ChildOrder): Promise<Child> {
  return new Promise((resolve, reject) => {
    const child = fork(order.file, order.args, { env: order.env, cwd: order.cwd, silent: true, execArgv: [] })
    let complaint = ''
    child.stdout?.on('data', (chunk: Buffer) => order.showOutput(chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-4_000)
      order.showOutput(chunk.toString())
    })
    const ended = new Promise<string>((resolveEnded) => {
      child.once('close', (code, signal) => {
        const how = complaint.trim() || `ended with ${signal ?? `exit code ${code}`}`
        resolveEnded(`${order.name}: ${how}`)
        reject(new Error(`${order.name}: ${how}`))
      })
    })
    const stop = async (graceMs: number) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await ended
      clearTimeout(force)
    }
    child.once('error', (error) => reject(new Error(`${order.name}: ${error.message}`)))
    child.on('message', (message: { ready?: Record<string, unknown> }) => {
      if (message.ready) resolve({ ready: message.ready, ended, stop })
    })
  })
}
