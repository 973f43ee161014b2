import type { WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../kernel/clock.ts'

/** From the dial to the first that the server says. */
const HANDSHAKE_MS = 20_000

/**
 * Ends a socket on which the server has said nothing in time. Baileys has a limit for this too, but watches by the same
 * figure over every frame that goes out: a timer, a stack trace and an error each, a tenth of what a log-in costs. It is
 * switched off (see socket.ts). A server that says hello and nothing more meets the connection's own minute, one that stops
 * reading later the watchdog.
 */
export function limitHandshake(
  { ev, ws }: Pick<WASocket, 'ev' | 'ws'>,
  clock: Clock,
  end: (error: Error) => void,
): void {
  const timer = clock.after(HANDSHAKE_MS, () => end(new Error('The handshake timed out')))
  ws.once('frame', () => timer.cancel())
  ev.on('connection.update', ({ connection }) => {
    if (connection === 'close') timer.cancel()
  })
}
