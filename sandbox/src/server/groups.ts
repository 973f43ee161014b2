import type { BinaryNode } from '../wire/node.ts'
import { node } from '../wire/node.ts'
import { type Addressing, type Directory, jidOf } from './directory.ts'

export interface Group {
  jid: string
  subject: string
  addressing: Addressing
  /** Phone digits of everyone in it; the first one made it. */
  members: string[]
  /** Unix seconds. */
  createdAt: string
}

/** What `w:g2` tells about a group. */
export function groupNode(group: Group, directory: Directory): BinaryNode {
  const participants = group.members.flatMap((phone, index) => {
    const account = directory.byPhone(phone)
    if (!account) return []
    const type = index === 0 ? 'superadmin' : undefined
    const pn = jidOf(account, 'pn')
    const lid = jidOf(account, 'lid')
    return [
      group.addressing === 'lid'
        ? node('participant', { jid: lid, phone_number: pn, type })
        : node('participant', { jid: pn, lid, type }),
    ]
  })
  const attrs = {
    id: group.jid.replace('@g.us', ''),
    subject: group.subject,
    creation: group.createdAt,
    s_t: group.createdAt,
    addressing_mode: group.addressing,
    size: String(participants.length),
  }
  return node('group', attrs, participants)
}
