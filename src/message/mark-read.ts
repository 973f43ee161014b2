import type { IncomingMessage, Line, ReadMark } from '../whatsapp/port.ts'
import { isUnwanted, type Wants } from './domain/unwanted.ts'

/** Marks what came in as read at WhatsApp, after it is kept. What is never marked stays unread, and nothing else follows. */
export interface ReadMarks {
  add(instanceId: string, message: Pick<IncomingMessage, 'messageId' | 'chat' | 'sender' | 'address'>): void
  /** Goes on with what came while the line was closed. */
  resume(instanceId: string): void
}

/** So many wait for a line that is closed; the oldest are left unread. */
const MOST_WAITING = 500

/**
 * While WhatsApp is told of one message, those that come meanwhile are gathered: one receipt for each author of a chat.
 */
export function createReadMarks({ lineOf }: { lineOf(instanceId: string): Line | null }): ReadMarks {
  const waiting = new Map<string, Unread[]>()
  const busy = new Set<string>()

  async function tell(instanceId: string): Promise<void> {
    busy.add(instanceId)
    try {
      for (;;) {
        const line = lineOf(instanceId)
        const unread = waiting.get(instanceId)
        if (!unread || line?.state.type !== 'open') return
        waiting.delete(instanceId)
        for (const mark of gather(unread)) await line.markRead(mark).catch(() => {})
      }
    } finally {
      busy.delete(instanceId)
    }
  }

  function resume(instanceId: string): void {
    if (!busy.has(instanceId) && waiting.has(instanceId)) void tell(instanceId)
  }

  return {
    resume,
    add(instanceId, { messageId, chat, sender, address }) {
      const isGroup = chat.type === 'group'
      const spelled = address?.chat ?? chat.lid ?? chat.jid
      const author = isGroup ? (address?.author ?? sender.lid ?? sender.jid) : null
      if (spelled === null || (isGroup && author === null)) return
      const unread = waiting.get(instanceId) ?? []
      unread.push({ chat: spelled, author, messageId })
      if (unread.length > MOST_WAITING) unread.shift()
      waiting.set(instanceId, unread)
      resume(instanceId)
    },
  }
}

/** Marks a message that was just kept as read, where its instance says so; not our own, and nothing of the past. */
export function markAsRead(
  { reads }: { reads: ReadMarks },
  { id, settings }: { id: string; settings: Wants & { autoReadMessages: boolean } },
  message: IncomingMessage,
): void {
  const isOld = message.isFromMe || message.delivery === 'history'
  if (settings.autoReadMessages && !isOld && !isUnwanted(settings, message)) reads.add(id, message)
}

interface Unread {
  chat: string
  author: string | null
  messageId: string
}

function gather(unread: readonly Unread[]): ReadMark[] {
  const marks = new Map<string, { chat: string; author: string | null; messageIds: string[] }>()
  for (const { chat, author, messageId } of unread) {
    const mark = marks.get(`${chat} ${author}`) ?? { chat, author, messageIds: [] }
    mark.messageIds.push(messageId)
    marks.set(`${chat} ${author}`, mark)
  }
  return [...marks.values()]
}
