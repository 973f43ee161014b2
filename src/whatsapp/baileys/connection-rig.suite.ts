import { type AuthenticationCreds, initAuthCreds } from '@whiskeysockets/baileys'
import { expect } from 'vitest'
import type { LineNews, LineState } from '../port.ts'
import type { Device } from './auth-store.ts'
import { type Connection, createConnection } from './connection.ts'
import type { DialledSocket, SocketEvents } from './dialled-socket.ts'
import { createLocks } from './locks.ts'
import { type SteppedClock, steppedClock } from './stepped-clock.suite.ts'

/** A socket that does nothing but what the test says. */
export interface ScriptedSocket extends DialledSocket, SocketEvents {
  device: Device
  pings: (() => void)[]
  isEnded: boolean
  /** Ends as Baileys tells it of `<failure>`, of a stream error, and of a lost connection. */
  refuse(reason: number): void
  streamError(code: number): void
  lose(): void
}

export interface ConnectionRig {
  clock: SteppedClock
  connection: Connection<ScriptedSocket>
  sockets: ScriptedSocket[]
  /** States that were told, oldest first. */
  states: LineState[]
  log: string[]
  /** The next devices that cannot be read from the store, or whose reading never ends. */
  store: { isUnreadable: boolean; isStuck: boolean; cannotDial: boolean }
  onFailure(): void
  /** The newest socket; waits for what is on its way. */
  socket(): Promise<ScriptedSocket>
  settle(): Promise<void>
  /** Dials, and lets the socket open. */
  open(): Promise<ScriptedSocket>
}

function boom(statusCode: number, message: string, data: unknown = {}): Error {
  return Object.assign(new Error(message), { output: { statusCode }, data })
}

function script(device: Device, events: SocketEvents): ScriptedSocket {
  const socket: ScriptedSocket = {
    ...events,
    device,
    pings: [],
    isEnded: false,
    requestPairingCode: async () => 'ABCD1234',
    ping: (onAnswer) => void socket.pings.push(onAnswer),
    logOut: async () => {},
    end() {
      socket.isEnded = true
    },
    refuse: (reason) => events.onClose(boom(reason, 'Connection Failure', { reason: String(reason), location: 'cln' })),
    streamError: (code) => events.onClose(boom(code, 'Stream Errored (unknown)')),
    lose: () => events.onClose(boom(428, 'Connection Terminated')),
  }
  return socket
}

/** A connection of a number, linked unless said otherwise, over scripted sockets and a clock that stands still. */
export function connectionRig(isLinked = true): ConnectionRig {
  const clock = steppedClock()
  const sockets: ScriptedSocket[] = []
  const states: LineState[] = []
  const log: string[] = []
  const store = { isUnreadable: false, isStuck: false, cannotDial: false }
  let fail = (): void => undefined

  function makeDevice(): Device {
    const creds: AuthenticationCreds = { ...initAuthCreds(), me: { id: '5511900000001:1@s.whatsapp.net' } }
    return {
      creds,
      keys: { get: async () => ({}), set: async () => {}, settled: async () => {}, abandon: () => {} },
      locks: createLocks(),
      isLinked: () => isLinked,
      save: async () => {},
      settled: async () => {},
      abandon: () => void log.push('abandoned'),
      erase: async () => void log.push('erased'),
    }
  }

  const tell = (news: LineNews | (() => Promise<LineNews | null>)) => {
    if (typeof news === 'function' || news.type !== 'state') return
    states.push(news.state)
    log.push(news.state.type)
  }
  const connection = createConnection<ScriptedSocket>({
    clock,
    random: { bytes: () => new Uint8Array([255]) },
    timeScale: 1,
    news: { tell, drained: async () => {} },
    async openDevice(onFailure) {
      fail = () => onFailure(new Error('disk full'))
      if (store.isStuck) await new Promise<never>(() => {})
      if (store.isUnreadable) throw new Error('disk gone')
      return makeDevice()
    },
    async dial(device, events) {
      if (store.cannotDial) throw new Error('no such address')
      const socket = script(device, events)
      sockets.push(socket)
      return socket
    },
    onClosing: async () => {},
  })
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  const rig: ConnectionRig = {
    clock,
    connection,
    sockets,
    states,
    log,
    store,
    onFailure: () => fail(),
    settle,
    async socket() {
      await settle()
      return sockets.at(-1) ?? expect.unreachable('nothing was dialled')
    },
    async open() {
      connection.connect()
      const socket = await rig.socket()
      socket.onOpen()
      return socket
    },
  }
  return rig
}
