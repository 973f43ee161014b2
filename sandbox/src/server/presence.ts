import { type BinaryNode, node } from '../wire/node.ts'
import { type Account, type Addressing, addressOf, type Device, jidOf } from './directory.ts'
import type { World } from './world.ts'

/** Who wants to know about whom, and who is there. Lives as long as the server; nothing of it is kept. */
export interface Presences {
  /** `available`, `unavailable` or `subscribe` from a device. */
  handle(stanza: BinaryNode, sender: Device, world: World): void
  /** A device went away; nobody is there through it any more. */
  left(device: Device, world: World): void
}

export function createPresences(): Presences {
  const followers = new Map<Account, Map<Device, Addressing>>()
  const available = new Map<Account, Set<Device>>()

  const tell = (device: Device, about: Account, addressing: Addressing, world: World): void => {
    const type = available.get(about)?.size ? undefined : 'unavailable'
    world.deliver(device, node('presence', { from: jidOf(about, addressing), type }))
  }

  const tellFollowers = (about: Account, world: World): void => {
    for (const [device, addressing] of followers.get(about) ?? []) tell(device, about, addressing, world)
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
      const there = available.get(sender.account) ?? new Set()
      available.set(sender.account, there)
      if (sender.id !== 0 && (type === 'available' || type === 'unavailable')) {
        world.presences.add({ account: sender.account.phone, state: type })
      }
      if (type === 'available') there.add(sender)
      if (type === 'unavailable') there.delete(sender)
      tellFollowers(sender.account, world)
    },
    left(device, world) {
      for (const following of followers.values()) following.delete(device)
      if (available.get(device.account)?.delete(device)) tellFollowers(device.account, world)
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
