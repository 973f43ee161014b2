import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'

/** What is wrong with a box that does not open. */
export type LockProblem = 'no_box' | 'wrong_passphrase'

/** A box that does not open; it says nothing of what is inside. */
export class LockBroken extends Error {
  override readonly name = 'LockBroken'
  readonly problem: LockProblem
  constructor(problem: LockProblem, options?: { cause: unknown }) {
    super(problem, options)
    this.problem = problem
  }
}

const ALGORITHM = 'aes-256-gcm'
const KEY_BYTES = 32
const SALT_BYTES = 16
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** 64 MiB and about a fifth of a second for each guess. */
const COST = { N: 2 ** 16, r: 8, p: 1 }
const MOST_MEMORY = 128 * 1024 * 1024

/**
 * Locks bytes with a passphrase, to be carried elsewhere: `title \n salt (16) | nonce (12) | ciphertext | tag (16)`,
 * AES-256-GCM under scrypt (N 65536, r 8, p 1), with everything before the ciphertext as associated data. `title` is a
 * line of ASCII that says what it is and in which version: it opens as nothing else.
 */
export async function lockBox(title: string, passphrase: string, plain: Uint8Array): Promise<Uint8Array> {
  const head = Buffer.concat([Buffer.from(`${title}\n`), randomBytes(SALT_BYTES + NONCE_BYTES)])
  const { salt, nonce } = partsOf(head)
  const cipher = createCipheriv(ALGORITHM, await keyOf(passphrase, salt), nonce).setAAD(head)
  return Buffer.concat([head, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** The inverse of `lockBox`. @throws LockBroken */
export async function unlockBox(title: string, passphrase: string, box: Uint8Array): Promise<Uint8Array> {
  const bytes = Buffer.from(box.buffer, box.byteOffset, box.byteLength)
  const start = Buffer.from(`${title}\n`)
  const headBytes = start.length + SALT_BYTES + NONCE_BYTES
  if (!bytes.subarray(0, start.length).equals(start) || bytes.length < headBytes + TAG_BYTES) {
    throw new LockBroken('no_box')
  }
  const head = bytes.subarray(0, headBytes)
  const { salt, nonce } = partsOf(head)
  const decipher = createDecipheriv(ALGORITHM, await keyOf(passphrase, salt), nonce, { authTagLength: TAG_BYTES })
    .setAAD(head)
    .setAuthTag(bytes.subarray(-TAG_BYTES))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(headBytes, -TAG_BYTES)), decipher.final()])
  } catch (cause) {
    throw new LockBroken('wrong_passphrase', { cause })
  }
}

function partsOf(head: Buffer): { salt: Buffer; nonce: Buffer } {
  return { salt: head.subarray(-(SALT_BYTES + NONCE_BYTES), -NONCE_BYTES), nonce: head.subarray(-NONCE_BYTES) }
}

function keyOf(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const cost = { ...COST, maxmem: MOST_MEMORY }
    scrypt(passphrase.normalize('NFC'), salt, KEY_BYTES, cost, (error, key) => (error ? reject(error) : resolve(key)))
  })
}
