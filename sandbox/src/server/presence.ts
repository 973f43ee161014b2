import { type BinaryNode, node } from '../wire/node.ts'
import { type Account, type Addressing, addressOf, type Device, jidOf } from './directory.ts'
import type { World } from './world.ts'

/** Who wants to know about whom, and who is there. Lives as long as the server; nothing of it is kept. */
export interface Presences {
  /** `available`, `unavailable` or `subscribe` from a device. */
  handle(stanza: BinaryNode, sender: Device, world: World): void
}

export function createPresences(): Presences {
  const followers = new Map<Account, Map<Device, Addressing>>()
  const available = new Set<Account>()

  const tell = (device: Device, about: Account, addressing: Addressing, world: World): void => {
    const type = available.has(about) ? undefined : 'unavailable'
    world.deliver(device, node('presence', { from: jidOf(about, addressing), type }))
  }

  return {
    handle(stanza, sender, world) {
      const { type, to, name } = stanza.attrs
      if (type === 'subscribe') {
        const about = world.directory.byJid(to)
        if (!about) return
        const addressing = to?.endsWith('@lid') ? 'lid' : 'pn'
        followers.set(about, (followers.get(about) ?? new Map()).set(sender, addressing))
        tell(sender, about, addressing, world)
        return
      }
      if (name && sender.id === 0) sender.account.name = name
      if (type === 'available') available.add(sender.account)
      if (type === 'unavailable') available.delete(sender.account)
      for (const [device, addressing] of followers.get(sender.account) ?? []) {
        tell(device, sender.account, addressing, world)
      }
    },
  }
}

/** "Typing…" and its end: to every device of the other side, or of everybody else in the group. */
export function relayChatState(stanza: BinaryNode, sender: Device, world: World): void {
  const to = stanza.attrs.to ?? ''
  const group = world.groups.get(to)
  if (group) {
    const participant = addressOf(sender, group.addressing)
    for (const phone of group.members) {
      const account = world.directory.byPhone(phone)
      if (!account || account === sender.account) continue
      for (const device of account.devices.values()) {
        world.deliver(device, node('chatstate', { from: to, participant }, stanza.content))
      }
    }
    return
  }
  const from = jidOf(sender.account, to.endsWith('@lid') ? 'lid' : 'pn')
  for (const device of world.directory.byJid(to)?.devices.values() ?? []) {
    world.deliver(device, node('chatstate', { from }, stanza.content))
  }
}
