import type { BinaryNode } from '../wire/node.ts'
import { node } from '../wire/node.ts'
import { type Addressing, type Directory, jidOf } from './directory.ts'
import type { World } from './world.ts'

export interface Group {
  jid: string
  subject: string
  addressing: Addressing
  /** Phone digits of everyone in it; the first one made it. */
  members: string[]
  /** Unix seconds. */
  createdAt: string
}

/** Makes a group; every device of its members is told, as if its first member had made it. */
export function announceGroup(group: Group, world: World): void {
  world.groups.set(group.jid, group)
  const [maker] = group.members.map((phone) => world.directory.byPhone(phone))
  const about = {
    from: group.jid,
    participant: maker && jidOf(maker, group.addressing),
    notify: maker?.name,
    addressing_mode: group.addressing,
  }
  for (const device of group.members.flatMap((phone) => [
    ...(world.directory.byPhone(phone)?.devices.values() ?? []),
  ])) {
    world.notify(device, 'w:gp2', [node('create', {}, [groupNode(group, world.directory)])], about)
  }
  world.changed()
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
