import { type BinaryNode, getBinaryNodeChild, S_WHATSAPP_NET, type WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../../kernel/clock.ts'

const LONGEST_WAIT_MS = 60_000

/** A question to WhatsApp's server, `<iq>` without its address. */
export interface Question {
  xmlns: string
  type: 'get' | 'set'
  content: BinaryNode[]
}

/** The server would not answer; `code` is what it says of that. */
export class QuestionRefused extends Error {
  override readonly name = 'QuestionRefused'
  readonly code: number

  constructor(code: number) {
    super(`the server refused a question (${code})`)
    this.code = code
  }
}

/** Asks the server; rejects when it refuses (`QuestionRefused`), says nothing for a minute, or the connection ends. */
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
      const iq = { tag: 'iq', attrs: { id, to: S_WHATSAPP_NET, type, xmlns }, content }
      const [, answer] = await Promise.all([baileys.sendNode(iq), promise])
      const refusal = getBinaryNodeChild(answer, 'error')
      if (refusal !== undefined) throw new QuestionRefused(Number(refusal.attrs['code']) || 0)
      return answer
    } finally {
      timer.cancel()
      baileys.ws.off(`TAG:${id}`, resolve)
      baileys.ws.off('close', ended)
    }
  }
}
