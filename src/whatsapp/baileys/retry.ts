import {
  type BinaryNode,
  extractE2ESessionFromRetryReceipt,
  getBinaryNodeChild,
  type WASocket,
} from '@whiskeysockets/baileys'
import { bothAddresses } from './address-book.ts'
import type { Device } from './auth-store.ts'
import type { Send } from './kept-sends.ts'
import { isAddressOf, isGroup, meOf, plainJid } from './people.ts'

/** How often one device is sent the same message again. */
const MOST_TIMES = 5
const COUNTS_KEPT = 2000

/** How often each device was sent each message again: of the last ones, and for as long as the line lives. */
export type RetryCounts = Map<string, number>

export interface RetryDeps {
  device: Device
  served: RetryCounts
  /** What was sent under an id; null when it is not known any more. */
  findSend: (messageId: string) => Promise<Send | null>
  count(incident: 'session_renewed'): void
}

/** What a device asks for that could not read a message of ours. */
export interface RetryRequest {
  messageId: string
  /** JID of the asking device. */
  from: string
  /** JID of the group, or null in private chats. */
  group: string | null
  /** Its own count of attempts, which it wants to see again. */
  count: number
}

/** Reads `<receipt type="retry">`; null when it asks for nothing. Pure. */
function readRetry(node: BinaryNode): RetryRequest | null {
  const { id, from, participant } = node.attrs
  const retry = getBinaryNodeChild(node, 'retry')
  if (!id || !from || retry === undefined) return null
  const group = isGroup(from) ? from : null
  if (group !== null && !participant) return null
  const count = Number(retry.attrs['count'])
  return {
    messageId: id,
    from: participant ?? from,
    group,
    count: Number.isSafeInteger(count) && count > 0 ? count : 1,
  }
}

/** Takes retry receipts away from Baileys, which would send the message again without the nodes beside it. */
export function takeRetries(baileys: WASocket, serve: (node: BinaryNode) => Promise<void>): void {
  const theirs = baileys.ws.listeners('CB:receipt')
  baileys.ws.removeAllListeners('CB:receipt')
  let last = Promise.resolve()
  baileys.ws.on('CB:receipt', (node: BinaryNode) => {
    if (node.attrs['type'] !== 'retry') for (const listener of theirs) listener(node)
    else last = last.then(() => serve(node)).catch(() => {})
  })
}

/**
 * Serves retry receipts, one after another: a new session with the asking device (from the bundle that it sent, else
 * from the server), then the kept message with the same id and nodes, to that device alone. Only those who were
 * addressed get it. The receipt is acknowledged whatever happens.
 */
export function createRetries({
  device,
  served,
  findSend,
  count,
}: RetryDeps): (baileys: WASocket, node: BinaryNode) => Promise<void> {
  const nameOf = ({ messageId, from }: RetryRequest) => `${messageId} ${from}`

  function timesServed(request: RetryRequest): number {
    return served.get(nameOf(request)) ?? 0
  }

  /** Of what is really served alone: requests for anything else would push these counts out. */
  function countServed(request: RetryRequest): void {
    const times = timesServed(request)
    served.delete(nameOf(request))
    served.set(nameOf(request), times + 1)
    const oldest = served.keys().next()
    if (served.size > COUNTS_KEPT && !oldest.done) served.delete(oldest.value)
  }

  async function wasAddressed(request: RetryRequest, { to }: Send): Promise<boolean> {
    if (isAddressOf(request.from, meOf(device.creds))) return true
    if (request.group !== null || isGroup(to)) return request.group === plainJid(to)
    const addressee = await bothAddresses(device.keys, to)
    const asking = await bothAddresses(device.keys, request.from)
    return [asking?.jid, asking?.lid].some((jid) => jid != null && addressee !== null && isAddressOf(jid, addressee))
  }

  async function sendAgain(baileys: WASocket, node: BinaryNode, request: RetryRequest, send: Send): Promise<void> {
    const bundle = extractE2ESessionFromRetryReceipt(node)
    if (bundle === null) {
      await baileys.assertSessions([request.from], true)
    } else {
      const { preKey, ...signed } = bundle
      const session = preKey === undefined ? signed : { ...signed, preKey }
      await baileys.signalRepository.injectE2ESession({ jid: request.from, session })
    }
    count('session_renewed')
    if (request.group !== null) await device.keys.set({ 'sender-key-memory': { [request.group]: null } })
    await baileys.relayMessage(send.to, send.message, {
      messageId: request.messageId,
      participant: { jid: request.from, count: request.count },
      additionalNodes: send.nodes,
    })
  }

  return async (baileys, node) => {
    try {
      const request = readRetry(node)
      if (request === null || timesServed(request) >= MOST_TIMES) return
      const send = await findSend(request.messageId)
      if (send === null || !(await wasAddressed(request, send))) return
      countServed(request)
      await sendAgain(baileys, node, request, send)
    } finally {
      await baileys.sendMessageAck(node)
    }
  }
}
