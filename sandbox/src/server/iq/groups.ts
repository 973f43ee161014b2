import { node } from '../../wire/node.ts'
import { groupNode } from '../groups.ts'
import { type IqHandler, itemNotFound, result } from './answer.ts'

/** `w:g2`: one group's members, or (asked of `@g.us`) all groups that one is in. Groups are made by the control API. */
export const groups: IqHandler = ({ iq, device }, world) => {
  if (iq.attrs.type !== 'get') return { type: 'error', code: 501, text: 'feature-not-implemented' }
  if (iq.attrs.to === '@g.us') {
    const mine = [...world.groups.values()].filter((group) => group.members.includes(device?.account.phone ?? ''))
    return result(
      node(
        'groups',
        {},
        mine.map((group) => groupNode(group, world.directory)),
      ),
    )
  }
  const group = world.groups.get(iq.attrs.to ?? '')
  return group ? result(groupNode(group, world.directory)) : itemNotFound
}
