import { createPrivateKey, createPublicKey } from 'node:crypto'
import { Curve, type KeyPair, proto } from '@whiskeysockets/baileys'

/**
 * The root key of every sandbox: published on purpose, so that a client can be told once whom to trust.
 * It protects nothing; a real number must never be pointed at a server that uses it.
 */
export const DEVELOPMENT_ROOT_KEY = '586f726d776972652073616e64626f7820726f6f74206b6579206973206e6f48'

const PKCS8_X25519 = Buffer.from('302e020100300506032b656e04220420', 'hex')
const SPKI_X25519_BYTES = 12

/** The X25519 pair of a private key given as 64 hex digits. Throws when it is not that. */
export function keyPairOf(privateKeyHex: string): KeyPair {
  if (!/^[0-9a-f]{64}$/i.test(privateKeyHex)) throw new Error('rootKey must be 64 hex digits')
  const priv = Buffer.from(privateKeyHex, 'hex')
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_X25519, priv]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return { private: priv, public: spki.subarray(SPKI_X25519_BYTES) }
}

/**
 * Signs root → intermediate (`issuerSerial` 0) → leaf (the server's static key), as clients expect it:
 * Baileys compares the intermediate's issuer with `WA_CERT_DETAILS.SERIAL`.
 * Costs two signatures in JavaScript (about 20 ms): once a start, never per connection.
 */
export function signChain(root: KeyPair, leafKey: Uint8Array): Buffer {
  const details = proto.CertChain.NoiseCertificate.Details
  const valid = { notBefore: 1, notAfter: 4_000_000_000 }
  const intermediate = Curve.generateKeyPair()
  const issued = details.encode({ serial: 1, issuerSerial: 0, key: intermediate.public, ...valid }).finish()
  const leaf = details.encode({ serial: 2, issuerSerial: 1, key: leafKey, ...valid }).finish()
  return Buffer.from(
    proto.CertChain.encode({
      intermediate: { details: issued, signature: Curve.sign(root.private, issued) },
      leaf: { details: leaf, signature: Curve.sign(intermediate.private, leaf) },
    }).finish(),
  )
}
