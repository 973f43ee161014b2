import { assertNodeErrorFree, type BinaryNode, S_WHATSAPP_NET, type WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../../kernel/clock.ts'

const LONGEST_WAIT_MS = 60_000

/** A question to WhatsApp's server, `<iq>` without its address. */
export interface Question {
  xmlns: string
  type: 'get' | 'set'
  content: BinaryNode[]
}

/** Asks the server; rejects when it refuses, says nothing for a minute, or the connection ends. */
export type AskServer = (question: Question) => Promise<BinaryNode>

/** Baileys' own `query` makes two errors with their stack traces for every question, a sixth of a first contact's time. */
export function askServerBy(baileys: WASocket, clock: Clock): AskServer {
  return async ({ xmlns, type, content }) => {
    const id = baileys.generateMessageTag()
    const { promise, resolve, reject } = Promise.withResolvers<BinaryNode>()
    const ended = () => reject(new Error('Connection Closed'))
    const timer = clock.after(LONGEST_WAIT_MS, () => reject(new Error('the server did not answer')))
    baileys.ws.on(`TAG:${id}`, resolve)
    baileys.ws.on('close', ended)
    try {
      await baileys.sendNode({ tag: 'iq', attrs: { id, to: S_WHATSAPP_NET, type, xmlns }, content })
      const answer = await promise
      assertNodeErrorFree(answer)
      return answer
    } finally {
      timer.cancel()
      baileys.ws.off(`TAG:${id}`, resolve)
      baileys.ws.off('close', ended)
    }
  }
}
