import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  hkdf,
  type KeyPair,
  NOISE_MODE,
  proto,
  sha256,
} from '@whiskeysockets/baileys'

const NOTHING = Buffer.alloc(0)

/** Two independent ciphers of an opened connection, each with its own counter. */
export interface Transport {
  encrypt(plaintext: Uint8Array): Buffer
  decrypt(ciphertext: Uint8Array): Buffer
}

/** The answering side of one handshake: `hello` first, `finish` second, then never used again. */
export interface Handshake {
  /** Reads the client's hello, returns the server's frame: ephemeral key, static key, certificate chain. */
  hello(frame: Uint8Array): Buffer
  /** Reads the client's last frame. Throws when its keys do not fit. */
  finish(frame: Uint8Array): { login: proto.ClientPayload; transport: Transport }
}

function counterIv(counter: number): Buffer {
  const iv = Buffer.alloc(12)
  iv.writeUInt32BE(counter, 8)
  return iv
}

function transportOf(readKey: Uint8Array, writeKey: Uint8Array): Transport {
  let read = 0
  let write = 0
  return {
    encrypt: (plaintext) => aesEncryptGCM(plaintext, writeKey, counterIv(write++), NOTHING),
    decrypt: (ciphertext) => aesDecryptGCM(ciphertext, readKey, counterIv(read++), NOTHING),
  }
}

/**
 * Answers Noise_XX_25519_AESGCM_SHA256 as WhatsApp's servers do.
 * The prologue is the four bytes `WA`, version, dictionary; the nonce restarts with every key mixed in;
 * after the split the initiator writes with the first half (measured against Baileys 7).
 */
export function answerHandshake(prologue: Uint8Array, staticKey: KeyPair, certificates: Uint8Array): Handshake {
  const ephemeral = Curve.generateKeyPair()
  // The protocol name is exactly 32 bytes long, so it is the first hash as it stands.
  let hash: Buffer = Buffer.from(NOISE_MODE)
  let salt = hash
  let key = hash
  let counter = 0

  const authenticate = (bytes: Uint8Array): void => {
    hash = sha256(Buffer.concat([hash, bytes]))
  }
  const derive = (bytes: Uint8Array): [Buffer, Buffer] => {
    const derived = Buffer.from(hkdf(Buffer.from(bytes), 64, { salt, info: '' }))
    return [derived.subarray(0, 32), derived.subarray(32)]
  }
  const mixIntoKey = (secret: Uint8Array): void => {
    const [nextSalt, nextKey] = derive(secret)
    salt = nextSalt
    key = nextKey
    counter = 0
  }
  const encrypt = (plaintext: Uint8Array): Buffer => {
    const ciphertext = aesEncryptGCM(plaintext, key, counterIv(counter++), hash)
    authenticate(ciphertext)
    return ciphertext
  }
  const decrypt = (ciphertext: Uint8Array): Buffer => {
    const plaintext = aesDecryptGCM(ciphertext, key, counterIv(counter++), hash)
    authenticate(ciphertext)
    return plaintext
  }

  authenticate(prologue)
  return {
    hello(frame) {
      const theirs = proto.HandshakeMessage.decode(frame).clientHello?.ephemeral
      if (!theirs) throw new Error('handshake without the client’s ephemeral key')
      authenticate(theirs)
      authenticate(ephemeral.public)
      mixIntoKey(Curve.sharedKey(ephemeral.private, theirs))
      const encryptedStatic = encrypt(staticKey.public)
      mixIntoKey(Curve.sharedKey(staticKey.private, theirs))
      const serverHello = { ephemeral: ephemeral.public, static: encryptedStatic, payload: encrypt(certificates) }
      return Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish())
    },
    finish(frame) {
      const message = proto.HandshakeMessage.decode(frame).clientFinish
      if (!message?.static || !message.payload) throw new Error('handshake without the client’s static key')
      mixIntoKey(Curve.sharedKey(ephemeral.private, decrypt(message.static)))
      const login = proto.ClientPayload.decode(decrypt(message.payload))
      const [initiatorWrites, responderWrites] = derive(NOTHING)
      return { login, transport: transportOf(initiatorWrites, responderWrites) }
    },
  }
}
