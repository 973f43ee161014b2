import { createHook } from 'node:async_hooks'
import { Socket } from 'node:net'
import { memoryUsage } from 'node:process'

/**
 * Loaded before the gateway (`--expose-gc --import`): counts what it holds, and tells it when it is asked `held`.
 * Timers are counted by their life, for those that do not keep a process alive stand in no list of Node's.
 */
export interface Held {
  /** Timers that go off again and again: each is somebody's for as long as it is there. */
  repeating: number
  /** Timers that go off once, within ten minutes. */
  passing: number
  /** Timers that go off once, later: what is known of a contact is forgotten by one. */
  lasting: number
  /** TCP connections that it opened: to WhatsApp and to receivers. */
  sockets: number
  /** Listeners of the process object: a library that adds its own and never takes them away shows here. */
  listeners: number
  /** Bytes in the heap and outside of it that are reachable, after a collection. */
  bytes: number
}

const PASSING_MS = 600_000

const timers = new Map<number, 'repeating' | 'passing' | 'lasting'>()

createHook({
  init(id, type, _trigger, resource) {
    if (type === 'Timeout') timers.set(id, kindOf(resource))
  },
  destroy(id) {
    timers.delete(id)
  },
}).enable()

/** Node tells neither by an API. */
function kindOf(timer: { _repeat?: number | null; _idleTimeout?: number }) {
  if (typeof timer._repeat === 'number') return 'repeating'
  return (timer._idleTimeout ?? 0) <= PASSING_MS ? 'passing' : 'lasting'
}

/** Node counts them by an API of its own, and gives them by none. */
function handles(): unknown[] {
  return (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles()
}

/** Those that came to a server know it. */
function isOutgoing(socket: Socket): boolean {
  return socket.remotePort !== undefined && !('server' in socket && socket.server)
}

function held(): Held {
  const count = (kind: string) => [...timers.values()].filter((one) => one === kind).length
  const sockets = handles().filter((handle) => handle instanceof Socket && isOutgoing(handle)).length
  const listeners = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0)
  // Twice: what the first one finalises is free after the second.
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = memoryUsage()
  return {
    repeating: count('repeating'),
    passing: count('passing'),
    lasting: count('lasting'),
    sockets,
    listeners,
    bytes: heapUsed + external,
  }
}

process.on('message', (question) => {
  if (question === 'held') process.send?.(held())
})
