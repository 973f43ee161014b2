import { control, type Sandbox } from '../journey/sandbox.ts'
import { SHOP } from '../journey/shop.ts'

interface Acknowledgement {
  seq: number
  id: string
  class: 'receipt' | 'ack'
  type: string
}

/** What the gateway has told WhatsApp of each message: WhatsApp forgets it then. */
export interface Acknowledged {
  /** A delivery receipt. */
  received: Set<string>
  /** No receipt, but an ack: it was there already, or could not be read. */
  acked: Set<string>
  /** It was asked for once more. */
  retried: Set<string>
}

/** Follows what the gateway acknowledges until `isOver`; then once more, to the end. */
export async function followAcknowledged(sandbox: Sandbox, isOver: () => boolean, seen: Acknowledged): Promise<void> {
  for (let after = 0, isLast = false; !isLast; ) {
    isLast = isOver()
    const page = await control(sandbox, `receipts?account=${SHOP}&after=${after}&waitMs=${isLast ? 0 : 200}`)
    for (const { id, class: kind, type } of page['receipts'] as Acknowledgement[]) {
      if (kind === 'receipt') (type === 'retry' ? seen.retried : seen.received).add(id)
      else if (type === 'message') seen.acked.add(id)
    }
    after = Number(page['seq'])
  }
}
