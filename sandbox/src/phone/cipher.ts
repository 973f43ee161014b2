import {
  addTransactionCapability,
  type BinaryNode,
  cleanMessage,
  DEFAULT_CONNECTION_CONFIG,
  decryptMessageNode,
  encodeSignedDeviceIdentity,
  encodeWAMessage,
  getNextPreKeysNode,
  parseAndInjectE2ESessions,
  type proto,
  type WAMessage,
} from '@whiskeysockets/baileys'
import type { Logger } from 'pino'
import { node } from '../wire/node.ts'
import type { PhoneAuth } from './auth.ts'

/** Baileys' own Signal repository, taken before anybody replaces it for their sockets. */
const { makeSignalRepository } = DEFAULT_CONNECTION_CONFIG

/** One device to encrypt for. */
export interface Target {
  jid: string
  /** Its keys, fetched only when there is no session yet. */
  bundle(): BinaryNode
}

/** A phone's Signal keys at work, without a connection. Its calls must not overlap. */
export interface Cipher {
  /** What uploads this many new one-time keys. */
  upload(count: number): Promise<BinaryNode>
  /** A message stanza's content; nothing when it cannot be read. */
  decrypt(stanza: BinaryNode): Promise<WAMessage | null>
  /** `to` nodes with a ciphertext for each target; `first` when one of them starts a session. */
  encrypt(message: proto.IMessage, targets: Target[]): Promise<{ nodes: BinaryNode[]; first: boolean }>
  /** A group's shared ciphertext, and what members need to read it. */
  encryptGroup(
    group: string,
    sender: string,
    message: proto.IMessage,
  ): Promise<{ enc: BinaryNode; key: proto.IMessage }>
  /** Proves to companions of others whose device this is; goes beside the first message of a session. */
  identity(): BinaryNode
}

export function createCipher(auth: PhoneAuth, logger: Logger): Cipher {
  const { creds } = auth.state
  const me = { id: creds.me?.id ?? '', lid: creds.me?.lid ?? '' }
  const options = { maxCommitRetries: 1, delayBetweenTriesMs: 10 }
  const keys = addTransactionCapability(auth.state.keys, logger, options)
  const repository = makeSignalRepository({ creds, keys }, logger)

  const ciphertextFor = async (message: proto.IMessage, target: Target) => {
    const { exists } = await repository.validateSession(target.jid)
    if (!exists) await parseAndInjectE2ESessions(node('iq', {}, [node('list', {}, [target.bundle()])]), repository)
    const data = encodeWAMessage(message)
    const { type, ciphertext } = await repository.encryptMessage({ jid: target.jid, data })
    return { type, to: node('to', { jid: target.jid }, [node('enc', { v: '2', type }, ciphertext)]) }
  }

  return {
    async upload(count) {
      const { update, node: iq } = await getNextPreKeysNode({ creds, keys }, count)
      Object.assign(creds, update)
      return iq
    },
    async decrypt(stanza) {
      const { fullMessage, decrypt } = decryptMessageNode(stanza, me.id, me.lid, repository, logger)
      const alt = fullMessage.key.participantAlt ?? fullMessage.key.remoteJidAlt
      const primary = fullMessage.key.participant ?? fullMessage.key.remoteJid
      if (alt && primary) {
        const [lid, pn] = alt.endsWith('@lid') ? [alt, primary] : [primary, alt]
        await repository.lidMapping.storeLIDPNMappings([{ lid, pn }])
        await repository.migrateSession(pn, lid)
      }
      await decrypt()
      if (!fullMessage.message) return null
      cleanMessage(fullMessage, me.id, me.lid)
      return fullMessage
    },
    async encrypt(message, targets) {
      const made: Awaited<ReturnType<typeof ciphertextFor>>[] = []
      for (const target of targets) made.push(await ciphertextFor(message, target))
      return { nodes: made.map(({ to }) => to), first: made.some(({ type }) => type === 'pkmsg') }
    },
    async encryptGroup(group, sender, message) {
      const data = encodeWAMessage(message)
      const { ciphertext, senderKeyDistributionMessage: key } = await repository.encryptGroupMessage({
        group,
        meId: sender,
        data,
      })
      return {
        enc: node('enc', { v: '2', type: 'skmsg' }, ciphertext),
        key: { senderKeyDistributionMessage: { axolotlSenderKeyDistributionMessage: key, groupId: group } },
      }
    },
    identity: () =>
      node('device-identity', {}, creds.account ? encodeSignedDeviceIdentity(creds.account, true) : undefined),
  }
}
