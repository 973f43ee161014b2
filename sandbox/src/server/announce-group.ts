import { node } from '../wire/node.ts'
import { jidOf } from './directory.ts'
import { type Group, groupNode } from './groups.ts'
import type { World } from './world.ts'

/** Makes a group; every device of its members is told, as if its first member had made it. */
export function announceGroup(group: Group, world: World): void {
  world.groups.set(group.jid, group)
  const members = group.members.flatMap((phone) => world.directory.byPhone(phone) ?? [])
  const [maker] = members
  const about = {
    from: group.jid,
    participant: maker && jidOf(maker, group.addressing),
    notify: maker?.name,
    addressing_mode: group.addressing,
  }
  for (const device of members.flatMap((account) => [...account.devices.values()])) {
    world.notify(device, 'w:gp2', [node('create', {}, [groupNode(group, world.directory)])], about)
  }
  world.changed()
}
