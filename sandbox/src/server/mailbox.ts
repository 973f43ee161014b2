import { type BinaryNode, child, children } from '../wire/node.ts'

/** What a device has not acknowledged yet, oldest first: it survives disconnections and is sent again at log-in. */
export interface Mailbox {
  put(stanza: BinaryNode): void
  /** Takes out what a client's receipt or ack settles; true when there was something. */
  settle(answer: BinaryNode): boolean
  waiting(): readonly BinaryNode[]
  /** Takes out everything, for a device that reads without a connection. */
  takeAll(): BinaryNode[]
}

/** What kinds of stanzas a client must acknowledge. */
const KEPT = new Set(['message', 'receipt', 'notification', 'call'])

/** A receipt says what it is about by its type as well: "read" may wait behind "delivered". */
function keyOf(kind: string, id: string, attrs: BinaryNode['attrs'], from: string | undefined): string {
  return kind === 'receipt' ? `receipt|${id}|${from}|${attrs.participant ?? ''}|${attrs.type ?? ''}` : `${kind}|${id}`
}

/** All message ids that a receipt speaks of: its own, and those of its list. */
export function idsOf(receipt: BinaryNode): string[] {
  const listed = children(child(receipt, 'list'), 'item').map((item) => item.attrs.id ?? '')
  return [receipt.attrs.id ?? '', ...listed].filter((id) => id !== '')
}

/**
 * Keeps stanzas until they are acknowledged, as WhatsApp does: a message is settled by a receipt, or by an ack
 * (clients refuse with one); the rest by an ack. A retry receipt settles nothing: the refusal behind it does.
 */
export function createMailbox(initial: BinaryNode[] = []): Mailbox {
  let stanzas = [...initial]

  const takeFirst = (key: string): boolean => {
    const index = stanzas.findIndex((kept) => keyOf(kept.tag, kept.attrs.id ?? '', kept.attrs, kept.attrs.from) === key)
    if (index >= 0) stanzas.splice(index, 1)
    return index >= 0
  }

  return {
    put(stanza) {
      if (KEPT.has(stanza.tag)) stanzas.push(stanza)
    },
    settle(answer) {
      const { attrs } = answer
      if (answer.tag === 'ack') return takeFirst(keyOf(attrs.class ?? '', attrs.id ?? '', attrs, attrs.to))
      if (answer.tag !== 'receipt' || attrs.type === 'retry') return false
      return idsOf(answer)
        .map((id) => takeFirst(`message|${id}`))
        .includes(true)
    },
    waiting: () => stanzas,
    takeAll() {
      const all = stanzas
      stanzas = []
      return all
    },
  }
}
