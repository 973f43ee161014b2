import { randomBytes } from 'node:crypto'
import {
  aesDecryptCTR,
  aesDecryptGCM,
  aesEncryptCTR,
  Curve,
  derivePairingCodeKey,
  hkdf,
  type KeyPair,
} from '@whiskeysockets/baileys'

const NOTHING = Buffer.alloc(0)

/** A code that was typed on the phone: what goes to the companion, and how its answer is opened. */
export interface TypedCode {
  /** Salt (32 bytes), initialisation vector (16), the phone's ephemeral key enciphered with the code (32). */
  wrappedEphemeral: Buffer
  /** The secret that both sides now share. Throws when the code was wrong or the identity is not the companion's. */
  advSecret(finish: { wrappedKeyBundle: Buffer; companionIdentity: Buffer }): Buffer
}

/** Types a pairing code (`XXXX-XXXX` or without the dash) on the phone with that identity. */
export async function typeCode(code: string, wrappedCompanionEphemeral: Buffer, identity: KeyPair): Promise<TypedCode> {
  const letters = code.replace(/[^0-9a-z]/gi, '').toUpperCase()
  const theirKey = await derivePairingCodeKey(letters, wrappedCompanionEphemeral.subarray(0, 32))
  const theirEphemeral = aesDecryptCTR(
    wrappedCompanionEphemeral.subarray(48, 80),
    theirKey,
    wrappedCompanionEphemeral.subarray(32, 48),
  )
  const ephemeral = Curve.generateKeyPair()
  const salt = randomBytes(32)
  const iv = randomBytes(16)
  const wrapped = aesEncryptCTR(ephemeral.public, await derivePairingCodeKey(letters, salt), iv)

  return {
    wrappedEphemeral: Buffer.concat([salt, iv, wrapped]),
    advSecret({ wrappedKeyBundle, companionIdentity }) {
      const shared = Curve.sharedKey(ephemeral.private, theirEphemeral)
      const bundleKey = hkdf(shared, 32, {
        salt: wrappedKeyBundle.subarray(0, 32),
        info: 'link_code_pairing_key_bundle_encryption_key',
      })
      const bundle = openBundle(wrappedKeyBundle, bundleKey)
      if (!bundle.subarray(0, 32).equals(companionIdentity)) throw new Error('the companion named two identities')
      const identityShared = Curve.sharedKey(identity.private, companionIdentity)
      const secret = Buffer.concat([shared, identityShared, bundle.subarray(64, 96)])
      return Buffer.from(hkdf(secret, 32, { info: 'adv_secret' }))
    },
  }
}

function openBundle(wrapped: Buffer, key: Uint8Array): Buffer {
  try {
    return aesDecryptGCM(wrapped.subarray(44), key, wrapped.subarray(32, 44), NOTHING)
  } catch (cause) {
    throw new Error('that pairing code is wrong', { cause })
  }
}
