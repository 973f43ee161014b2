import { AsyncLocalStorage } from 'node:async_hooks'
import { jidDecode, type WASocket } from '@whiskeysockets/baileys'
import { type Contact, SendRefused } from '../port.ts'
import type { Send } from './kept-sends.ts'
import { isGroup, isLid } from './people.ts'

/** How far the send that is running has come: before anything is encrypted for it, no stanza of it can have left. */
const progress = new AsyncLocalStorage<{ isEncrypted: boolean }>()

/** To be called by the Signal repository when it has encrypted something. */
export function noteEncrypted(): void {
  const send = progress.getStore()
  if (send !== undefined) send.isEncrypted = true
}

/**
 * Hands a message to the socket; resolves when it is written. Rejects with `SendRefused` when it was certainly not
 * sent, with any other error when nobody can tell.
 */
export async function relay(
  baileys: WASocket,
  me: Contact,
  messageId: string,
  send: Send,
  isLive: () => boolean,
): Promise<void> {
  const stage = { isEncrypted: false }
  try {
    await progress.run(stage, async () => {
      if (!isGroup(send.to)) await refuseWithoutDevices(baileys, me, send.to)
      await baileys.relayMessage(send.to, send.message, { messageId, additionalNodes: send.nodes })
    })
  } catch (cause) {
    if (cause instanceof SendRefused) throw cause
    const text = cause instanceof Error ? cause.message : ''
    if (!stage.isEncrypted || text === 'All encryptions failed' || text === 'Connection Closed') {
      // The list of devices may be out of date: ask again next time.
      await baileys.userDevicesCache.del(jidDecode(send.to)?.user ?? '')
      throw new SendRefused(text === 'Connection Closed' || !isLive() ? 'not_connected' : 'engine_failed', { cause })
    }
    throw new Error('the message may or may not have been sent', { cause })
  }
}

/** Baileys sends to the devices that the server lists, and is content with none. The list is cached for the send. */
async function refuseWithoutDevices(baileys: WASocket, me: Contact, to: string): Promise<void> {
  const own = isLid(to) && me.lid !== null ? me.lid : me.jid
  const devices = await baileys.getUSyncDevices(own === null ? [to] : [own, to], true, false)
  const user = jidDecode(to)?.user
  if (!devices.some((device) => device.user === user)) throw new SendRefused('no_devices')
}
