import { type BinaryNode, bytesOf, child, children, node } from '../../wire/node.ts'
import { type Account, jidOf } from '../directory.ts'
import type { World } from '../world.ts'
import { type IqHandler, result } from './answer.ts'

/** Looks people up: whether a number is on WhatsApp (under any national spelling), its LID, its devices. */
export const usync: IqHandler = ({ iq }, world) => {
  const question = child(iq, 'usync')
  const wanted = new Set(children(child(question, 'query')).map((part) => part.tag))
  const users = children(child(question, 'list'), 'user').map((user) => answerFor(user, wanted, world))
  const attrs = { sid: question?.attrs.sid, mode: 'query', last: 'true', index: '0' }
  return result(node('usync', attrs, [node('result'), node('list', {}, users)]))
}

function answerFor(user: BinaryNode, wanted: Set<string>, world: World): BinaryNode {
  const spelled = bytesOf(child(user, 'contact'))?.toString()
  const phone = spelled?.replace(/\D/g, '')
  const account = phone ? world.directory.lookUp(phone) : world.directory.byJid(user.attrs.jid)
  const asked = user.attrs.jid ?? `${phone}@s.whatsapp.net`
  // A number that exists under another spelling is answered with the registered one.
  const jid = phone && account ? jidOf(account, 'pn') : asked
  const answers: BinaryNode[] = []
  if (wanted.has('contact')) answers.push(node('contact', { type: account ? 'in' : 'out' }, spelled))
  if (account && wanted.has('lid') && !jid.endsWith('@lid')) answers.push(node('lid', { val: jidOf(account, 'lid') }))
  if (wanted.has('devices')) answers.push(devicesNode(account))
  return node('user', { jid }, answers)
}

/** Clients ignore a companion without a `key-index`. */
function devicesNode(account: Account | undefined): BinaryNode {
  const devices = [...(account?.devices.keys() ?? [])].map((id) =>
    node('device', { id: String(id), 'key-index': id === 0 ? undefined : String(id) }),
  )
  return node('devices', {}, [node('device-list', {}, devices)])
}
