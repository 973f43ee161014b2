import { type BinaryNode, getBinaryNodeChild, getBinaryNodeChildren } from '@whiskeysockets/baileys'
import type { Question } from './ask-server.ts'

/** Somebody whom the server is asked about: a phone in digits, or a JID. */
export type Asked = { digits: string } | { jid: string }

/** What the server says of somebody. */
export interface Found {
  jid: string
  /** The digits that were asked for, as the server repeats them; null when it does not, or a JID was asked for. */
  digits: string | null
  isThere: boolean
  lid: string | null
  /** Null when it says nothing of devices. */
  devices: FoundDevice[] | null
}

export interface FoundDevice {
  id: number
  isHosted: boolean
}

/**
 * `<iq xmlns="usync">` about many people at once: whether they are there, their LIDs and their devices, which the
 * clients' own look-ups ask for together too (whatsmeow's `usync` takes any of them). Pure.
 */
export function usyncOf(asked: readonly Asked[], sid: string): Question {
  const wantsContact = asked.some((one) => 'digits' in one)
  const query = [
    ...(wantsContact ? [{ tag: 'contact', attrs: {} }] : []),
    { tag: 'devices', attrs: { version: '2' } },
    { tag: 'lid', attrs: {} },
  ]
  const users = asked.map((one) =>
    'digits' in one
      ? { tag: 'user', attrs: {}, content: [{ tag: 'contact', attrs: {}, content: `+${one.digits}` }] }
      : { tag: 'user', attrs: { jid: one.jid } },
  )
  const content = [
    { tag: 'query', attrs: {}, content: query },
    { tag: 'list', attrs: {}, content: users },
  ]
  const context = wantsContact ? 'interactive' : 'message'
  const attrs = { context, mode: 'query', sid, last: 'true', index: '0' }
  return { xmlns: 'usync', type: 'get', content: [{ tag: 'usync', attrs, content }] }
}

/** What came back; whoever the server leaves out is left out here. Pure. */
export function readUsync(answer: BinaryNode): Found[] {
  const list = getBinaryNodeChild(getBinaryNodeChild(answer, 'usync'), 'list')
  return getBinaryNodeChildren(list, 'user').flatMap((user) => {
    const { jid } = user.attrs
    if (!jid) return []
    const contact = getBinaryNodeChild(user, 'contact')
    return [
      {
        jid,
        digits: digitsIn(contact),
        isThere: contact?.attrs['type'] === 'in',
        lid: getBinaryNodeChild(user, 'lid')?.attrs['val'] ?? null,
        devices: devicesIn(getBinaryNodeChild(user, 'devices')),
      },
    ]
  })
}

function digitsIn(contact: BinaryNode | undefined): string | null {
  const { content } = contact ?? {}
  if (typeof content !== 'string' && !(content instanceof Uint8Array)) return null
  return Buffer.from(content).toString().replace(/\D/g, '') || null
}

/** A companion without a `key-index` is none: the server would refuse the message. */
function devicesIn(devices: BinaryNode | undefined): FoundDevice[] | null {
  const list = getBinaryNodeChild(devices, 'device-list')
  if (list === undefined) return null
  return getBinaryNodeChildren(list, 'device').flatMap(({ attrs }) => {
    const id = Number(attrs['id'])
    const isUsable = id === 0 || Number(attrs['key-index']) > 0
    return Number.isInteger(id) && isUsable ? [{ id, isHosted: attrs['is_hosted'] === 'true' }] : []
  })
}
