import { isSameJid } from '../kernel/jid.ts'
import type { IncomingMessage, Line, ReadMark } from '../whatsapp/port.ts'
import { isUnwanted, type Wants } from './domain/unwanted.ts'

/** Marks what came in as read at WhatsApp, after it is kept. What is never marked stays unread, and nothing else follows. */
export interface ReadMarks {
  add(reader: Reader, message: Pick<IncomingMessage, 'messageId' | 'chat' | 'sender' | 'address'>): void
  /** Goes on with what came while the line was closed. */
  resume(instanceId: string): void
}

/** The instance, and its number as the message came: no other reads for it. */
interface Reader {
  id: string
  numberJid: string | null
}

/** So many wait for a line that is closed; the oldest are left unread. */
const MOST_WAITING = 500

/**
 * While WhatsApp is told of one message, those that come meanwhile are gathered: one receipt for each author of a chat.
 * What waits for a line that is gone, or for a number that is not linked there any more, is forgotten.
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
        for (const { numberJid, ...mark } of gather(unread)) {
          if (isLinkedTo(line, numberJid)) await line.markRead(mark).catch(() => {})
        }
      }
    } finally {
      busy.delete(instanceId)
    }
  }

  function forgetLost(): void {
    for (const instanceId of waiting.keys()) if (isGone(lineOf(instanceId))) waiting.delete(instanceId)
  }

  function resume(instanceId: string): void {
    forgetLost()
    if (!busy.has(instanceId) && waiting.has(instanceId)) void tell(instanceId)
  }

  return {
    resume,
    add({ id: instanceId, numberJid }, { messageId, chat, sender, address }) {
      const isGroup = chat.type === 'group'
      const spelled = address?.chat ?? chat.lid ?? chat.jid
      const author = isGroup ? (address?.author ?? sender.lid ?? sender.jid) : null
      if (spelled === null || (isGroup && author === null)) return
      const unread = waiting.get(instanceId) ?? []
      unread.push({ numberJid, chat: spelled, author, messageId })
      if (unread.length > MOST_WAITING) unread.shift()
      waiting.set(instanceId, unread)
      resume(instanceId)
    },
  }
}

/** Marks a message that was just kept as read, where its instance says so; not our own, and nothing of the past. */
export function markAsRead(
  { reads }: { reads: ReadMarks },
  { settings, ...reader }: Reader & { settings: Wants & { autoReadMessages: boolean } },
  message: IncomingMessage,
): void {
  const isOld = message.isFromMe || message.delivery === 'history'
  if (settings.autoReadMessages && !isOld && !isUnwanted(settings, message)) reads.add(reader, message)
}

/** A line that may open again is not gone, and neither is its number. */
function isGone(line: Line | null): boolean {
  if (line === null) return true
  return line.state.type === 'ended' && line.state.reason !== 'closed_by_us'
}

function isLinkedTo({ state }: Line, numberJid: string | null): boolean {
  if (state.type !== 'open') return false
  return numberJid === state.me.jid || isSameJid(numberJid, state.me.jid)
}

interface Unread {
  numberJid: string | null
  chat: string
  author: string | null
  messageId: string
}

function gather(unread: readonly Unread[]): (ReadMark & Pick<Unread, 'numberJid'>)[] {
  const marks = new Map<string, Omit<Unread, 'messageId'> & { messageIds: string[] }>()
  for (const { messageId, ...about } of unread) {
    const name = `${about.numberJid} ${about.chat} ${about.author}`
    const mark = marks.get(name) ?? { ...about, messageIds: [] }
    mark.messageIds.push(messageId)
    marks.set(name, mark)
  }
  return [...marks.values()]
}
