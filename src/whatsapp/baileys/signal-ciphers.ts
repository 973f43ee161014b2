import {
  GroupCipher,
  GroupSessionBuilder,
  type PreKeyBundleInput,
  ProtocolAddress,
  SenderKeyDistributionMessage,
  SenderKeyName,
  SessionBuilder,
  SessionCipher,
  SessionRecord,
  type SignalStorage,
} from 'whatsapp-rust-bridge'
import type { Address } from './address.ts'
import { toSignalError } from './signal-error.ts'

/*
 * libsignal in Rust, one function per operation. It has no queue of its own, and one object used twice at once is an
 * uncaught exception: each operation makes its own objects, frees them when it has ended, and must be called under
 * the lock of its address. All of them reject with an `Error` that says nothing about whom it is about.
 */

export function encrypt(storage: SignalStorage, at: Address, plaintext: Uint8Array) {
  return withAddress(at, (address) =>
    lend(new SessionCipher(storage, address), async (cipher) => {
      const { type, body } = await cipher.encrypt(plaintext)
      return { type: type === 3 ? ('pkmsg' as const) : ('msg' as const), ciphertext: Buffer.from(body) }
    }),
  )
}

export function decrypt(storage: SignalStorage, at: Address, type: 'pkmsg' | 'msg', ciphertext: Uint8Array) {
  return withAddress(at, (address) =>
    lend(new SessionCipher(storage, address), (cipher) =>
      type === 'pkmsg' ? cipher.decryptPreKeyWhisperMessage(ciphertext) : cipher.decryptWhisperMessage(ciphertext),
    ),
  )
}

/** Starts a session from a key bundle; one whose signed pre-key is not signed by its identity is refused. */
export function startSession(storage: SignalStorage, at: Address, bundle: PreKeyBundleInput) {
  return withAddress(at, (address) =>
    lend(new SessionBuilder(storage, address), (builder) => builder.processPreKeyBundle(bundle)),
  )
}

/** Whether a stored record holds a session that messages can be encrypted with. */
export function isOpenSession(record: Uint8Array): boolean {
  try {
    const session = SessionRecord.deserialize(record)
    try {
      return session.haveOpenSession()
    } finally {
      session.free()
    }
  } catch {
    return false
  }
}

/** What others need to read a group's messages from here on; made first when there is no sender key yet. */
export function shareSenderKey(storage: SignalStorage, group: string, me: Address): Promise<Uint8Array> {
  return withSenderKeyName(group, me, (name) =>
    lend(new GroupSessionBuilder(storage), async (builder) =>
      lend(await builder.create(name), async (message) => Buffer.from(message.serialize())),
    ),
  )
}

export function takeSenderKey(storage: SignalStorage, group: string, author: Address, distribution: Uint8Array) {
  return withSenderKeyName(group, author, (name) =>
    lend(SenderKeyDistributionMessage.deserialize(distribution), (message) =>
      lend(new GroupSessionBuilder(storage), (builder) => builder.process(name, message)),
    ),
  )
}

export function encryptForGroup(storage: SignalStorage, group: string, me: Address, plaintext: Uint8Array) {
  return withAddress(me, (address) =>
    lend(new GroupCipher(storage, group, address), async (cipher) => Buffer.from(await cipher.encrypt(plaintext))),
  )
}

export function decryptFromGroup(storage: SignalStorage, group: string, author: Address, ciphertext: Uint8Array) {
  return withAddress(author, (address) =>
    lend(new GroupCipher(storage, group, address), (cipher) => cipher.decrypt(ciphertext)),
  )
}

/** The id under which the library keeps a sender key. */
export function senderKeyId(group: string, author: Address): Promise<string> {
  return withSenderKeyName(group, author, async (name) => name.toString())
}

function withSenderKeyName<Result>(group: string, author: Address, work: (name: SenderKeyName) => Promise<Result>) {
  return withAddress(author, (address) => lend(new SenderKeyName(group, address), work))
}

async function withAddress<Result>(at: Address, work: (address: ProtocolAddress) => Promise<Result>): Promise<Result> {
  try {
    return await lend(new ProtocolAddress(at.name, at.device), work)
  } catch (cause) {
    throw toSignalError(cause)
  }
}

/** Runs `work` with an object of the library and gives its memory back, whatever comes of it. */
async function lend<Thing extends { free(): void }, Result>(
  thing: Thing,
  work: (thing: Thing) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(thing)
  } finally {
    thing.free()
  }
}
