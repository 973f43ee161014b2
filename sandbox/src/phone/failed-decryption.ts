import { createRequire } from 'node:module'

/** A session as libsignal in JavaScript holds it. */
interface Session {
  _chains: unknown
  currentRatchet: unknown
  serialize(): unknown
}

type Decrypt = (this: unknown, message: Uint8Array, session: Session | undefined) => Promise<Buffer>

interface Libsignal {
  SessionCipher: { prototype: { doDecryptWhisperMessage: Decrypt } }
  SessionRecord: { createEntry(): Session }
}

let isUndone = false

/**
 * Lets phones try a message with a session as WhatsApp's do: one that cannot read it stays as it was. libsignal in
 * JavaScript turns the session's ratchet before it looks whether the message is of that session, and stores the
 * outcome when an older session reads it. Where two people write to each other at the same time, as each other's
 * first message, nothing that the phone encrypted from then on could be read. For the whole process, once.
 */
export function undoFailedDecryptions(): void {
  if (isUndone) return
  isUndone = true
  const fromBaileys = createRequire(createRequire(import.meta.url).resolve('@whiskeysockets/baileys'))
  const { SessionCipher, SessionRecord } = fromBaileys('libsignal') as Libsignal
  const { deserialize } = SessionRecord.createEntry().constructor as unknown as { deserialize(saved: unknown): Session }
  const entry = SessionRecord.createEntry().constructor
  const { doDecryptWhisperMessage } = SessionCipher.prototype
  SessionCipher.prototype.doDecryptWhisperMessage = async function (message, session) {
    const saved = session?.serialize()
    try {
      return await doDecryptWhisperMessage.call(this, message, session)
    } catch (error) {
      if (session !== undefined) {
        const { _chains, currentRatchet } = deserialize.call(entry, saved)
        Object.assign(session, { _chains, currentRatchet })
      }
      throw error
    }
  }
}
