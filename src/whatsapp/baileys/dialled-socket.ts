/** What a socket tells its connection. */
export interface SocketEvents {
  /** A QR to show. */
  onCode(qr: string): void
  /** The phone signed this device; the credentials hold its account. */
  onPaired(): void
  onOpen(): void
  /** `error` undefined: closed by us. */
  onClose(error: unknown): void
  /** Linking needs a passkey, which a linked device cannot give. */
  onPasskeyWanted(): void
}

/** A socket as its connection needs it. */
export interface DialledSocket {
  requestPairingCode(digits: string): Promise<string>
  /** Asks the server for a sign of life. */
  ping(onAnswer: () => void): void
  logOut(): Promise<void>
  /** Closes at once: nothing is sent after this returns, and nothing of it is left. */
  end(error: Error | undefined): void
}

/** Nothing was dialled: the listener does not want this line to connect. */
export class DialForbidden extends Error {
  override readonly name = 'DialForbidden'
}
