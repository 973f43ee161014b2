import { decodeBinaryNode, encodeBinaryNode, type KeyPair, type proto } from '@whiskeysockets/baileys'
import type { WebSocket } from 'ws'
import { createDepartures } from './departures.ts'
import { createFrameReader, encodeFrame } from './framing.ts'
import type { BinaryNode } from './node.ts'
import { answerHandshake, type Handshake, type Transport } from './noise.ts'

/** What a connection needs of its server. */
export interface ConnectionEnds {
  staticKey: KeyPair
  certificates: Uint8Array
  onLogin(connection: Connection, login: proto.ClientPayload): void
  onNode(connection: Connection, stanza: BinaryNode): void
  onClose(connection: Connection): void
  onError(error: unknown): void
}

/** One client's encrypted stream, from the first byte to the last. */
export interface Connection {
  /** Sends after all that was sent before; silently nothing once the stream is closed. */
  send(stanza: BinaryNode): void
  /** From now on every stanza leaves this much later; asked anew for each. */
  delayBy(delayMs: () => number): void
  /** From now on what would be sent is lost as long as this holds. */
  muteWhile(isMute: () => boolean): void
  /** Ends with a close frame after what is already under way. */
  close(): void
  /** Ends without a goodbye, as a lost network does. */
  kill(): void
  /** Calls `tell` once, when the stream has ended. */
  onEnd(tell: () => void): void
}

/** Speaks Noise and WhatsApp's binary XML over one WebSocket; frames are handled strictly one after another. */
export function openConnection(socket: WebSocket, ends: ConnectionEnds): Connection {
  const reader = createFrameReader()
  let handshake: Handshake | undefined
  let greeted = false
  let transport: Transport | undefined
  let reading: Promise<void> = Promise.resolve()
  let delay: (() => number) | undefined
  let isMute = (): boolean => false
  const departures = createDepartures()

  const write = (stanza: BinaryNode): void => {
    if (transport && socket.readyState === socket.OPEN && !isMute()) {
      socket.send(encodeFrame(transport.encrypt(encodeBinaryNode(stanza))))
    }
  }
  const inOrder = (act: () => void): void => departures.put(act, delay?.() ?? 0)

  const connection: Connection = {
    send: (stanza) => inOrder(() => write(stanza)),
    delayBy: (delayMs) => {
      delay = delayMs
    },
    muteWhile: (holds) => {
      isMute = holds
    },
    close: () => inOrder(() => socket.close()),
    kill: () => socket.terminate(),
    onEnd: (tell) => {
      socket.once('close', tell)
    },
  }

  const handle = async (frame: Buffer): Promise<void> => {
    if (transport) {
      ends.onNode(connection, await decodeBinaryNode(transport.decrypt(frame)))
    } else if (!greeted && handshake) {
      greeted = true
      socket.send(encodeFrame(handshake.hello(frame)))
    } else if (handshake) {
      const finished = handshake.finish(frame)
      transport = finished.transport
      ends.onLogin(connection, finished.login)
    }
  }

  const read = async (bytes: Buffer): Promise<void> => {
    const { prologue, frames } = reader.push(bytes)
    if (prologue) handshake = answerHandshake(prologue, ends.staticKey, ends.certificates)
    for (const frame of frames) await handle(frame)
  }

  socket.on('message', (data) => {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)
    reading = reading
      .then(() => read(bytes))
      .catch((error: unknown) => {
        ends.onError(error)
        socket.close(1011)
      })
  })
  socket.on('close', () => {
    departures.clear()
    ends.onClose(connection)
  })
  // A reset stream is an everyday event here; 'close' follows and says all.
  socket.on('error', () => undefined)
  return connection
}
