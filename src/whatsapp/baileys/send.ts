import { AsyncLocalStorage } from 'node:async_hooks'
import type { WASocket } from '@whiskeysockets/baileys'
import { SendRefused } from '../port.ts'
import type { Send } from './kept-sends.ts'

/** How far the send that is running has come: before anything is encrypted for it, no stanza of it can have left. */
const progress = new AsyncLocalStorage<{ isEncrypted: boolean }>()

/** To be called by the Signal repository when it has encrypted something. */
export function noteEncrypted(): void {
  const send = progress.getStore()
  if (send !== undefined) send.isEncrypted = true
}

/**
 * Hands a message to a group to the socket; resolves when it is written. Rejects with `SendRefused` when it was certainly not
 * sent, with any other error when nobody can tell.
 */
export async function relayToGroup(
  baileys: WASocket,
  messageId: string,
  send: Send,
  isLive: () => boolean,
): Promise<void> {
  const stage = { isEncrypted: false }
  try {
    await progress.run(stage, () =>
      baileys.relayMessage(send.to, send.message, { messageId, additionalNodes: send.nodes }),
    )
  } catch (cause) {
    if (cause instanceof SendRefused) throw cause
    const text = cause instanceof Error ? cause.message : ''
    if (!stage.isEncrypted || text === 'All encryptions failed' || text === 'Connection Closed') {
      throw new SendRefused(text === 'Connection Closed' || !isLive() ? 'not_connected' : 'engine_failed', { cause })
    }
    throw new Error('the message may or may not have been sent', { cause })
  }
}
