import type { Connection } from '../wire/connection.ts'
import type { Device, ShownAs } from './directory.ts'

/** What a client that wants a pairing code sent first (`companion_hello`). */
export interface CodeRequest {
  phone: string
  ref: Buffer
  /** Salt, initialisation vector and the client's ephemeral key, enciphered with the code. */
  wrappedEphemeral: Buffer
  /** Settles with the client's `companion_finish`. */
  finished: Promise<CodeFinish>
  finish(answer: CodeFinish): void
}

export interface CodeFinish {
  wrappedKeyBundle: Buffer
  companionIdentity: Buffer
}

/** A client that shows a code and waits to be linked. */
export interface Registration {
  connection: Connection
  shown: ShownAs
  refs: string[]
  code: CodeRequest | null
  /** The device that it is about to become. */
  device: Device | null
  signed: boolean
}

/** Registrations under way, and who waits for a linked device to log in. */
export interface Pairing {
  /** A client asks to be linked; returns the references of its QR codes. */
  begin(connection: Connection, shown: ShownAs): Registration
  of(connection: Connection): Registration | undefined
  byRef(ref: string): Registration | undefined
  /** The newest one that asked for a pairing code for this number. */
  byPhone(phone: string): Registration | undefined
  end(connection: Connection): void
  newCodeRequest(phone: string, wrappedEphemeral: Buffer): CodeRequest
  /** Resolves when the device has logged in, uploaded its keys and is ready; rejects when it gives up first, or after `timeoutMs`. */
  loggedIn(device: Device, timeoutMs: number): Promise<void>
  /** Tells those who wait: `true` it logged in, `false` it gave up. */
  settle(device: Device, ok: boolean): void
}

/** Baileys shows one after the other: the first for a minute, the rest for 20 s each. */
const REFS = 6

export function createPairing(random: (bytes: number) => Buffer): Pairing {
  const registrations = new Map<Connection, Registration>()
  const waiting = new Map<Device, (ok: boolean) => void>()
  const all = (): Registration[] => [...registrations.values()]
  const settle = (device: Device, ok: boolean): void => waiting.get(device)?.(ok)

  return {
    begin(connection, shown) {
      const refs = Array.from({ length: REFS }, () => random(16).toString('base64url'))
      const registration: Registration = { connection, shown, refs, code: null, device: null, signed: false }
      registrations.set(connection, registration)
      return registration
    },
    of: (connection) => registrations.get(connection),
    byRef: (ref) => all().find((registration) => registration.refs.includes(ref)),
    byPhone: (phone) => all().findLast((registration) => registration.code?.phone === phone),
    end(connection) {
      const registration = registrations.get(connection)
      registrations.delete(connection)
      if (registration?.device && !registration.signed) settle(registration.device, false)
    },
    newCodeRequest(phone, wrappedEphemeral) {
      const { promise, resolve } = Promise.withResolvers<CodeFinish>()
      return { phone, ref: random(24), wrappedEphemeral, finished: promise, finish: resolve }
    },
    loggedIn: (device, timeoutMs) =>
      new Promise((resolve, reject) => {
        const end = (act: () => void): void => {
          clearTimeout(timer)
          waiting.delete(device)
          act()
        }
        const timer = setTimeout(() => end(() => reject(new Error('linked, but it did not log in'))), timeoutMs)
        waiting.set(device, (ok) =>
          end(ok ? resolve : () => reject(new Error('the client did not accept the link and went away'))),
        )
      }),
    settle,
  }
}
