import { randomBytes } from 'node:crypto'
import { constants, copyFile, link, open, readFile, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Refused } from '../../kernel/refused.ts'
import { makeFolder } from '../make-folder.ts'
import { SECRET_KEY_BYTES } from './seal.ts'

/** Why the secret key cannot be used: one sentence, without the key. */
export class SecretRefused extends Refused {
  override readonly name = 'SecretRefused'
}

/**
 * The key that everything sealed or hashed depends on, 32 bytes: `configured` (64 hex digits, or 32 bytes in base64),
 * else the file `<dataDir>/secret-key`. A missing file is made (0600, 64 hex digits), but only for a store that
 * `isInUse` says to be new: beside an old one a new key opens nothing, and hides that the right one is missing.
 *
 * @throws SecretRefused with one sentence.
 */
export async function loadSecretKey(
  dataDir: string,
  configured: string | undefined,
  isInUse: () => Promise<boolean>,
): Promise<Uint8Array> {
  if (configured !== undefined) {
    const key = readKey(configured)
    if (key) return key
    throw new SecretRefused('SECRET_KEY must be 64 hexadecimal digits, or 32 bytes in base64.')
  }
  const file = join(resolve(dataDir), 'secret-key')
  const kept = await readKeyFile(file)
  if (kept === undefined && (await isInUse())) {
    throw new SecretRefused(`${file} is missing, and this store needs it: give it back, or set SECRET_KEY.`)
  }
  return kept ?? (await keepKey(dataDir, file))
}

/** The key in a file; undefined when there is no file. @throws SecretRefused */
export async function readKeyFile(file: string): Promise<Uint8Array | undefined> {
  const text = await orRefuse(file, readIfThere(file))
  return text === undefined ? undefined : insistOnKey(file, text)
}

/** A new key, kept in a file that is not there yet, or the one of whoever was faster. @throws SecretRefused */
export async function keepKey(dataDir: string, file: string): Promise<Uint8Array> {
  return insistOnKey(file, await orRefuse(file, makeKey(dataDir, file)))
}

function insistOnKey(file: string, text: string): Uint8Array {
  const key = readKey(text)
  if (key) return key
  throw new SecretRefused(`${file} holds no secret key: 64 hexadecimal digits are expected.`)
}

/** @throws SecretRefused when `pending` fails */
export async function orRefuse<Result>(file: string, pending: Promise<Result>): Promise<Result> {
  return pending.catch((cause: unknown) => {
    throw new SecretRefused(`${file} cannot be read or made (${codeOf(cause)}).`, { cause })
  })
}

function readKey(text: string): Uint8Array | undefined {
  const spelt = text.trim()
  if (/^[0-9a-f]{64}$/i.test(spelt)) return new Uint8Array(Buffer.from(spelt, 'hex'))
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(spelt)) return undefined
  const bytes = new Uint8Array(Buffer.from(spelt, 'base64'))
  return bytes.length === SECRET_KEY_BYTES ? bytes : undefined
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Written aside and linked, so that a crash leaves no half key and two starts at once agree on one. */
async function makeKey(dataDir: string, file: string): Promise<string> {
  makeFolder(resolve(dataDir))
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  const handle = await open(aside, 'wx', 0o600)
  try {
    await handle.writeFile(`${randomBytes(SECRET_KEY_BYTES).toString('hex')}\n`)
    await handle.sync()
    await publish(aside, file)
  } finally {
    await handle.close()
    await unlink(aside)
  }
  return await readFile(file, 'utf8')
}

async function publish(aside: string, file: string): Promise<void> {
  try {
    await link(aside, file)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    // Some file systems of containers and USB sticks know no links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error
    await copyFile(aside, file, constants.COPYFILE_EXCL)
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
}
