import { fork } from 'node:child_process'
import { reasonOf } from './reason.ts'

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
  /** Where its own output goes once it is ready; what it says before is the reason when it does not get there. */
  showOutput: (text: string) => void
  /** Ends a start that is still under way. */
  given: { up: AbortSignal; graceMs: number }
}

/**
 * Starts a process and waits until it sends `{ready: …}` over its channel. The channel closes with us, so that a
 * child never outlives the demo, however that ends.
 * @throws Error with the reason that the process gave on its error output, when it ends before it is ready.
 */
export function startChild(order: ChildOrder): Promise<Child> {
  return new Promise((resolve, reject) => {
    const child = fork(order.file, order.args, { env: order.env, cwd: order.cwd, silent: true, execArgv: [] })
    let isReady = false
    let complaint = ''
    child.stdout?.on('data', (chunk: Buffer) => order.showOutput(chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-4_000)
      if (isReady) order.showOutput(chunk.toString())
    })
    const ended = new Promise<string>((resolveEnded) => {
      child.once('close', (code, signal) => {
        const how = reasonOf(complaint) || `ended by itself (${signal ?? `exit code ${code}`}).`
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
    const giveUp = () => void stop(order.given.graceMs)
    order.given.up.addEventListener('abort', giveUp)
    if (order.given.up.aborted) giveUp()
    child.once('error', (error) => reject(new Error(`${order.name}: ${error.message}`)))
    child.on('message', (message: { ready?: Record<string, unknown> }) => {
      if (!message.ready) return
      isReady = true
      complaint = ''
      order.given.up.removeEventListener('abort', giveUp)
      resolve({ ready: message.ready, ended, stop })
    })
  })
}
