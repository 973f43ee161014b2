import { lstatSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { isMainThread } from 'node:worker_threads'
import { type Clock, pause } from '../../kernel/clock.ts'
import { faultOf, type Log } from '../log.ts'
import { dial } from './ask.ts'
import { readLine } from './line.ts'
import { type ControlPlace, controlPlace } from './place.ts'

export interface ControlDeps {
  dataDir: string
  clock: Clock
  log: Log
  /** Answers a request; what it throws is told as a failure without its words. */
  answer(request: unknown): Promise<object>
}

export interface Control {
  /** Lets what is being answered end, for a second, then hangs up. */
  close(): Promise<void>
}

const REQUEST_MS = 10_000
const GOODBYE_MS = 1_000
const MOST_AT_ONCE = 32

/**
 * Listens on `<dataDir>/formwire.sock`, for the owner of the folder alone (0600): one line of JSON is asked, one answered.
 * Call it with the store's ownership in hand: a file that nobody answers at was left behind, and is replaced. The
 * gateway goes on without when the socket cannot be: null, and the log says why.
 */
export async function listenForOperator(deps: ControlDeps): Promise<Control | null> {
  const { dataDir, log } = deps
  let place: ControlPlace | null = null
  try {
    place = controlPlace(dataDir)
    if (!place) {
      log.warn({}, 'no socket for commands: this system has none for this data folder')
      return null
    }
    if (!(await makeRoom(place.path))) {
      log.warn({}, 'no socket for commands: another process listens in this data folder')
      place.close()
      return null
    }
    return await open(deps, place)
  } catch (error) {
    place?.close()
    log.warn({ fault: faultOf(error) }, 'no socket for commands: it could not be made')
    return null
  }
}

/** False when somebody lives there. @throws Error when something else than a socket is in the way */
async function makeRoom(path: string): Promise<boolean> {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found) return true
  const socket = await dial(path)
  socket?.destroy()
  if (socket) return false
  if (!found.isSocket()) throw Object.assign(new Error('it is no socket'), { code: 'EEXIST' })
  rmSync(path)
  return true
}

async function open(deps: ControlDeps, place: ControlPlace): Promise<Control> {
  const { clock, log } = deps
  const open = new Map<Socket, Promise<void>>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const served = serve(deps, socket).catch((error: unknown) => {
      log.error({ fault: faultOf(error) }, 'a command could not be answered')
      socket.destroy()
    })
    open.set(socket, served)
    socket.on('close', () => open.delete(socket))
  })
  server.maxConnections = MOST_AT_ONCE
  server.on('error', (error) => log.error({ fault: faultOf(error) }, 'the socket for commands failed'))
  await bindPrivately(server, place.path)
  server.unref()
  return {
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      await Promise.race([Promise.all(open.values()), pause(clock, GOODBYE_MS)])
      for (const socket of open.keys()) socket.destroy()
      await closed
      place.close()
    },
  }
}

/** The file is made with its mode: nobody else may come in between. */
function bindPrivately(server: Server, path: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  const before = isMainThread ? process.umask(0o177) : null
  try {
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  } finally {
    if (before !== null) process.umask(before)
  }
  return promise
}

async function serve({ clock, log, answer }: ControlDeps, socket: Socket): Promise<void> {
  socket.on('error', () => socket.destroy())
  const late = clock.after(REQUEST_MS, () => socket.destroy())
  const line = await readLine(socket)
  late.cancel()
  if (line === null) {
    socket.destroy()
    return
  }
  const request = parse(line)
  const reply = await answer(request).catch((error: unknown) => {
    log.error({ fault: faultOf(error) }, 'a command failed')
    return { failed: true }
  })
  if (socket.destroyed) return
  socket.end(`${JSON.stringify(reply)}\n`)
  socket.resume()
  clock.after(REQUEST_MS, () => socket.destroy())
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
