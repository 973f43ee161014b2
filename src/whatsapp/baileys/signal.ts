import type {
  AuthenticationCreds,
  SignalAuthState,
  SignalKeyStoreWithTransaction,
  SignalRepositoryWithLIDStore,
} from '@whiskeysockets/baileys'
import { LIDMappingStore } from '@whiskeysockets/baileys/lib/Signal/lid-mapping.js'
import type { ILogger } from '@whiskeysockets/baileys/lib/Utils/logger.js'
import { type Address, addressOf, phoneUserOf } from './address.ts'
import { broughtKey } from './brought-key.ts'
import type { Ciphertext, DecryptAhead } from './decrypt-ahead.ts'
import { identityOf } from './identity.ts'
import type { KeyStore } from './key-store.ts'
import type { Locks } from './locks.ts'
import { noteIdentity } from './note-identity.ts'
import type { Received, Reception } from './reception.ts'
import { createSessionRoom } from './session-room.ts'
import { EMPTY_MESSAGE } from './shield.ts'
import {
  decrypt,
  decryptFromGroup,
  encrypt,
  encryptForGroup,
  isOpenSession,
  senderKeyId,
  shareSenderKey,
  startSession,
  takeSenderKey,
} from './signal-ciphers.ts'
import { REPLAYED, SignalError } from './signal-error.ts'
import { createStage, type SignalStage } from './signal-stage.ts'
import { padded } from './unencrypted.ts'

export interface SignalDeps {
  creds: AuthenticationCreds
  keys: KeyStore
  /** Shared by all sockets of a device, so that an old socket's last message and a new one's first take turns. */
  locks: Locks
  /** Takes every plaintext before Baileys does. */
  reception: Pick<Reception, 'isUnencrypted' | 'receive' | 'isHere' | 'groupOf' | 'isFollowed'>
  ahead: Pick<DecryptAhead, 'readWith' | 'take'>
  /** Told when something was encrypted: from now on its stanza may have left. */
  onEncrypted: () => void
}

type MakeRepository = (
  auth: SignalAuthState,
  logger: ILogger,
  askLids?: (jids: string[]) => Promise<{ lid: string; pn: string }[] | undefined>,
) => SignalRepositoryWithLIDStore

/**
 * Baileys' Signal repository over libsignal in Rust. It reads and writes the key store itself, past Baileys'
 * transactions: those show a send its own copy of a session and write it after the stanza has left.
 * Every operation holds the lock of its address from read to commit, so a stanza leaves, and a receipt is sent, only
 * when the ratchet behind it is durable.
 */
export function makeSignalRepository({
  creds,
  keys,
  locks,
  reception,
  ahead,
  onEncrypted,
}: SignalDeps): MakeRepository {
  return (_auth, logger, askLids) => {
    const lidMapping = new LIDMappingStore(untransacted(keys), logger, askLids)
    const room = createSessionRoom({ keys, creds, locks })

    async function atSenderKey<Result>(
      group: string,
      jid: string,
      work: (stage: SignalStage, author: Address) => Promise<Result>,
    ): Promise<Result> {
      const author = addressOf(jid)
      return await locks.hold([senderKeyLock(group, author)], async () => {
        const stage = createStage(keys, creds)
        const result = await work(stage, author)
        await stage.commit()
        return result
      })
    }

    /** A message is kept in the commit of the ratchet that read it: there is no reading it twice. */
    async function keep(stage: SignalStage, ciphertext: Uint8Array, author: string, plaintext: Uint8Array) {
      const received = await reception.receive(ciphertext, author, plaintext)
      if (received.write !== null) stage.putBeside(received.write)
      return received
    }

    function read({ jid, type, ciphertext }: Ciphertext): Promise<Received> {
      const named = reception.groupOf(ciphertext)
      return room.enter(
        jid,
        async (stage, at) => {
          if (type === 'pkmsg') await noteIdentity(stage, at, identityOf(ciphertext))
          const received = await keep(stage, ciphertext, jid, await decrypt(stage.storage, at, type, ciphertext))
          if (named !== null) await takeBroughtKey(stage, named, received.plaintext)
          return received
        },
        named === null ? [] : [senderKeyLock(named.group, addressOf(named.author))],
      )
    }

    async function keepUnencrypted(content: Uint8Array, author: string): Promise<Received> {
      const stage = createStage(keys, creds)
      const received = await keep(stage, content, author, padded(content))
      await stage.commit()
      return received
    }

    /**
     * A copy of what is kept is acknowledged like the first; else a crash between commit and receipt would have the
     * message asked for again. Nothing of an attempt that failed is committed.
     */
    async function orCopy(ciphertext: Uint8Array, attempt: () => Promise<Received>): Promise<Uint8Array> {
      try {
        return (await ahead.take(ciphertext)) ?? told(await attempt())
      } catch (error) {
        if (!(error instanceof SignalError)) throw error
        if (error.message === REPLAYED && reception.isFollowed(ciphertext)) return EMPTY_MESSAGE
        if (await reception.isHere(ciphertext)) return EMPTY_MESSAGE
        throw error
      }
    }

    ahead.readWith(async (one) => {
      const received = await read(one)
      received.remember()
      return received
    })

    return {
      lidMapping,

      decryptMessage: (one) =>
        orCopy(one.ciphertext, () =>
          reception.isUnencrypted(one.ciphertext) ? keepUnencrypted(one.ciphertext, one.jid) : read(one),
        ),

      async encryptMessage({ jid, data }) {
        const encrypted = await room.enter(jid, (stage, at) => encrypt(stage.storage, at, data))
        onEncrypted()
        return encrypted
      },

      async injectE2ESession({ jid, session }) {
        await room.enter(jid, async (stage, at) => {
          await noteIdentity(stage, at, session.identityKey)
          await startSession(stage.storage, at, session)
        })
      },

      decryptGroupMessage: ({ group, authorJid, msg }) =>
        orCopy(msg, () =>
          atSenderKey(group, authorJid, async (stage, author) =>
            keep(stage, msg, authorJid, await decryptFromGroup(stage.storage, group, author, msg)),
          ),
        ),

      async encryptGroupMessage({ group, meId, data }) {
        const encrypted = await atSenderKey(group, meId, async (stage, me) => ({
          senderKeyDistributionMessage: await shareSenderKey(stage.storage, group, me),
          ciphertext: await encryptForGroup(stage.storage, group, me, data),
        }))
        onEncrypted()
        return encrypted
      },

      getSenderKeyDistributionMessage: ({ group, meId }) =>
        atSenderKey(group, meId, (stage, me) => shareSenderKey(stage.storage, group, me)),

      async processSenderKeyDistributionMessage({ item, authorJid }) {
        const { groupId, axolotlSenderKeyDistributionMessage: distribution } = item
        if (!groupId || !distribution) throw new Error('Group ID is required for sender key distribution message')
        await atSenderKey(groupId, authorJid, (stage, author) =>
          takeSenderKey(stage.storage, groupId, author, distribution),
        )
      },

      async hasSenderKey({ group, meId }) {
        const id = await senderKeyId(group, addressOf(meId))
        return (await keys.get('sender-key', [id]))[id] !== undefined
      },

      // The library's record does not tell them. Baileys asks only to notice a peer that registered anew, in its own
      // retry; ours (retry.ts) takes a new session on every retry anyway.
      getSessionInfo: async () => null,

      async validateSession(jid) {
        const record = await room.peek(jid)
        if (record === null) return { exists: false, reason: 'no session' }
        return isOpenSession(record) ? { exists: true } : { exists: false, reason: 'no open session' }
      },

      async deleteSession(jids) {
        for (const jid of jids) await room.enter(jid, async (stage, at) => stage.put('session', at.text, null))
      },

      jidToSignalProtocolAddress: (jid) => addressOf(jid).text,

      async migrateSession(fromJid, toJid) {
        const phone = phoneUserOf(fromJid)
        if (phone === null || !/@(hosted\.)?lid$/.test(toJid)) return { migrated: 0, skipped: 0, total: 0 }
        const { [phone.user]: listed } = await keys.get('device-list', [phone.user])
        const devices = new Set([...(listed ?? []).map(Number), phone.device])
        let migrated = 0
        for (const device of devices) if (await room.adopt({ ...phone, device })) migrated += 1
        return { migrated, skipped: devices.size - migrated, total: devices.size }
      },

      close: () => lidMapping.close(),
    }
  }
}

function senderKeyLock(group: string, author: Address): string {
  return `${group} ${author.text}`
}

/**
 * Takes the sender key that a group's message brings in the commit of the ratchet that read it: behind it nobody can
 * read the key once more. Baileys hands it over again afterwards, which changes nothing. One that is none is left to
 * it, as is one of another group, whose lock is not held.
 */
async function takeBroughtKey(
  stage: SignalStage,
  { group, author }: { group: string; author: string },
  plaintext: Uint8Array,
): Promise<void> {
  const distribution = broughtKey(plaintext, group)
  if (distribution === null) return
  try {
    await takeSenderKey(stage.storage, group, addressOf(author), distribution)
  } catch (error) {
    if (!(error instanceof SignalError)) throw error
  }
}

/** What is durable: it is known, and told, before Baileys sees it. */
function told({ plaintext, remember, tell }: Received): Uint8Array {
  remember()
  tell()
  return plaintext
}

/** The LID mapping store asks for transactions; single writes are durable and in order without them. */
function untransacted(keys: KeyStore): SignalKeyStoreWithTransaction {
  return { get: keys.get, set: keys.set, isInTransaction: () => false, transaction: (work) => work() }
}
