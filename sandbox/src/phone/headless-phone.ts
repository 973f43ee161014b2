import { type BinaryNode, generateMessageIDV2, proto } from '@whiskeysockets/baileys'
import type { Logger } from 'pino'
import { Refusal } from '../refusal.ts'
import { type Addressing, addressOf, type Device } from '../server/directory.ts'
import { bundleFor, upload } from '../server/iq/encrypt.ts'
import { routeReceipt } from '../server/route-receipt.ts'
import { acceptMessage, acceptReceipt } from '../server/stanzas.ts'
import type { World } from '../server/world.ts'
import { node, seconds } from '../wire/node.ts'
import { plaintextStanza } from '../wire/plaintext.ts'
import type { PhoneAuth } from './auth.ts'
import { createCipher, type Target } from './cipher.ts'
import type { Phone } from './phone.ts'
import { type Memory, outline, received } from './record.ts'
import { resendFor } from './resend.ts'
import { seePresence, seeReceipt } from './ticks.ts'

const FEW_KEYS = 5
const KEYS = 20

export interface HeadlessPhoneNeeds {
  device: Device
  auth: PhoneAuth
  memory: Memory
  world: World
  logger: Logger
  autoAnswer: boolean
}

/**
 * A phone without a connection: its keys lie on the server, its messages in the mailbox, delivered at once and
 * decrypted only when somebody looks. Thousands of them cost little.
 */
export async function createHeadlessPhone(needs: HeadlessPhoneNeeds): Promise<Phone> {
  const { device, auth, memory, world } = needs
  const { account } = device
  const cipher = createCipher(auth, needs.logger)
  const keyHolders = new Set<string>()
  let turn: Promise<unknown> = Promise.resolve()

  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = turn.then(act)
    turn = mine.catch(() => undefined)
    return mine
  }
  const uploadKeys = async (): Promise<void> => {
    upload(device, await cipher.upload(KEYS))
  }
  const read = async (stanza: BinaryNode): Promise<void> => {
    if (stanza.tag === 'receipt') return seeReceipt(stanza, memory)
    if (stanza.tag !== 'message') return
    const message = await cipher.decrypt(stanza)
    const kept = message && received(message, stanza)
    if (kept) memory.messages.add(kept)
    const asked = stanza.attrs.category === 'peer' ? message?.message : null
    const told = asked ? resendFor(asked, stanza.attrs.id ?? '', memory) : null
    if (told) await tell(stanza.attrs.from ?? '', told)
  }
  const look = (): Promise<void> =>
    inTurn(async () => {
      for (const stanza of device.mailbox.takeAll()) await read(stanza)
      world.changed()
    })
  const targetsOf = (devices: Iterable<Device>, addressing: Addressing): Target[] =>
    [...devices].filter((one) => one !== device).map((one) => target(one, addressing, world))

  const tell = async (companion: string, message: proto.IMessage): Promise<void> => {
    const named = world.directory.deviceOf(companion)
    if (!named) return
    const { nodes } = await cipher.encrypt(message, [target(named, 'pn', world)])
    const enc = nodes[0]?.content
    const parts = Array.isArray(enc) ? [...enc, cipher.identity()] : []
    const attrs = { id: generateMessageIDV2(), to: companion, type: 'text', category: 'peer' }
    acceptMessage(node('message', attrs, parts), device, null, world)
  }

  const sendPrivately = async (chat: string, message: proto.IMessage, base: BinaryNode['attrs']) => {
    const addressing: Addressing = chat.endsWith('@lid') ? 'lid' : 'pn'
    const peer = world.directory.byJid(chat)
    const copy = { deviceSentMessage: { destinationJid: chat, message } }
    const theirs = await cipher.encrypt(
      message,
      peer === account ? [] : targetsOf(peer?.devices.values() ?? [], addressing),
    )
    const mine = await cipher.encrypt(copy, targetsOf(account.devices.values(), addressing))
    const content = [node('participants', {}, [...theirs.nodes, ...mine.nodes])]
    if (theirs.first || mine.first) content.push(cipher.identity())
    acceptMessage(node('message', { ...base, to: chat }, content), device, null, world)
  }

  const sendToGroup = async (chat: string, message: proto.IMessage, base: BinaryNode['attrs']) => {
    const group = world.groups.get(chat)
    if (!group) throw new Refusal(404, 'there is no such group')
    const devices = group.members.flatMap((phone) => [...(world.directory.byPhone(phone)?.devices.values() ?? [])])
    const { enc, key } = await cipher.encryptGroup(chat, addressOf(device, group.addressing), message)
    const without = targetsOf(devices, group.addressing).filter(({ jid }) => !keyHolders.has(`${chat} ${jid}`))
    const keys = await cipher.encrypt(key, without)
    for (const { jid } of without) keyHolders.add(`${chat} ${jid}`)
    const content = [node('participants', {}, keys.nodes), enc]
    if (keys.first) content.push(cipher.identity())
    acceptMessage(node('message', { ...base, to: chat }, content), device, null, world)
  }

  if (!device.bundle) await uploadKeys()
  const phone: Phone = {
    account,
    auth,
    memory,
    headless: true,
    autoAnswer: needs.autoAnswer,
    look,
    send: (chat, message, isEncrypted = true) =>
      inTurn(async () => {
        const id = generateMessageIDV2(auth.state.creds.me?.id)
        const full = proto.Message.fromObject(message)
        memory.messages.add(outline(id, chat, account, full, world.clock()))
        if (!isEncrypted) acceptMessage(plaintextStanza(id, chat, full), device, null, world)
        else await (chat.endsWith('@g.us') ? sendToGroup : sendPrivately)(chat, full, { id, type: 'text' })
        return id
      }),
    tellOwn: (companion, message) => inTurn(() => tell(companion, message)),
    async acknowledge(messageId, type) {
      const known = memory.find(messageId)
      if (!known) throw new Refusal(404, 'this phone has no such message')
      if (type === 'retry') throw new Refusal(400, 'a headless phone cannot ask for a message again')
      acceptReceipt(receiptFor(known.stanza, type === 'read' ? 'read' : undefined), device, null, world)
    },
    stop: async () => {
      world.listeners.delete(device)
    },
  }

  world.listeners.set(device, (stanza) => {
    if (stanza.tag === 'presence' || stanza.tag === 'chatstate') seePresence(stanza, memory)
    if (stanza.tag === 'message' && stanza.attrs.recipient === undefined) {
      const now = seconds(world.clock())
      for (const tick of routeReceipt(receiptFor(stanza), device, { ...world, now })) {
        world.deliver(tick.device, tick.stanza)
      }
    }
    if ((device.bundle?.preKeys.length ?? 0) < FEW_KEYS) void inTurn(uploadKeys)
    // A companion that was given nothing but a name waits for this.
    if (phone.autoAnswer || stanza.attrs.category === 'peer') void look()
  })
  return phone
}

function target(device: Device, addressing: Addressing, world: World): Target {
  const jid = addressOf(device, addressing)
  return { jid, bundle: () => bundleFor(jid, world) }
}

function receiptFor({ attrs }: { attrs: BinaryNode['attrs'] }, type?: string): BinaryNode {
  return node('receipt', { id: attrs.id, to: attrs.from, participant: attrs.participant, type })
}
