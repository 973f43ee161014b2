import { createRequire } from 'node:module'
import { Curve, generateSignalPubKey, proto } from '@whiskeysockets/baileys'
import { calculateAgreement, calculateSignature, generateKeyPair, verifySignature } from 'whatsapp-rust-bridge'
import { rememberProofs } from './proofs.ts'

let isHardened = false

/**
 * Closes what Baileys 7.0.0-rc14 leaves open, for the whole process, once:
 * - `Curve.verify` drops the result, so any 64 bytes pass for the certificate chain's and the account's signature;
 * - the chain is never tied to the connection: a copied chain would prove any server;
 * - libsignal in JavaScript prints session objects, private keys included, and Baileys prints errors past its logger;
 * - it takes 100 MB in one message of its WebSocket, where WhatsApp's frames have three bytes for their length.
 * Baileys calls `Curve` and `proto.CertChain` by their objects, so this works whoever loaded it first, and what
 * behaves as it should is not changed for anyone else in the process.
 */
export function harden(): void {
  if (isHardened) return
  isHardened = true
  Object.assign(Curve, provenCurve)
  proveChainsOnce(tieCertificateToConnection())
  keepKeysOffTheConsole()
  boundFrames()
}

/** Baileys' `Curve` over libsignal in Rust: the same shapes, a hundredth of the time, and verdicts that count. */
const provenCurve: typeof Curve = {
  generateKeyPair() {
    const { pubKey, privKey } = generateKeyPair()
    return { private: Buffer.from(privKey), public: Buffer.from(pubKey.subarray(1)) }
  },
  sharedKey: (privateKey, publicKey) => Buffer.from(calculateAgreement(generateSignalPubKey(publicKey), privateKey)),
  sign: (privateKey, message) => Buffer.from(calculateSignature(privateKey, message)),
  verify(publicKey, message, signature) {
    try {
      return verifySignature(generateSignalPubKey(publicKey), message, signature)
    } catch {
      return false
    }
  },
}

/**
 * In Noise XX the server's static key arrives encrypted, and the certificate chain right after it: Baileys agrees on
 * a key with that static key, then decodes the chain, in one synchronous step. The leaf must be for that very key
 * and be issued by the intermediate, as whatsmeow's `verifyServerCert` demands.
 */
function tieCertificateToConnection(): () => boolean {
  const { sharedKey } = Curve
  const decode = proto.CertChain.decode.bind(proto.CertChain)
  let lastAgreedWith: Uint8Array | null = null

  Curve.sharedKey = (privateKey, publicKey) => {
    lastAgreedWith = publicKey
    queueMicrotask(() => {
      lastAgreedWith = null
    })
    return sharedKey(privateKey, publicKey)
  }

  proto.CertChain.decode = (reader, length) => {
    const chain = decode(reader, length)
    if (lastAgreedWith !== null && !isChainFor(chain, lastAgreedWith)) {
      throw new Error('noise leaf certificate is not for this connection')
    }
    return chain
  }
  return () => lastAgreedWith !== null
}

/** WhatsApp shows the same chain to everybody: two hundred log-ins check its two signatures once. */
function proveChainsOnce(isInHandshake: () => boolean): void {
  const { verify } = Curve
  const remembered = rememberProofs(verify)
  Curve.verify = (...claim) => (isInHandshake() ? remembered(...claim) : verify(...claim))
}

function isChainFor({ leaf, intermediate }: proto.CertChain, staticKey: Uint8Array): boolean {
  if (!leaf?.details || !intermediate?.details) return true
  const { Details } = proto.CertChain.NoiseCertificate
  const server = Details.decode(leaf.details)
  const issuer = Details.decode(intermediate.details)
  return server.issuerSerial === issuer.serial && Buffer.from(server.key ?? []).equals(staticKey)
}

type Print = (...values: unknown[]) => void

const ENGINE_FILE = /[\\/]node_modules[\\/](?:@whiskeysockets[\\/]baileys|libsignal)[\\/]/

/**
 * Our own code runs none of libsignal's JavaScript sessions; whoever does in this process prints none either. What the
 * engine's own files print is nobody's: it may hold anything, and standard output is for our log.
 */
function keepKeysOffTheConsole(): void {
  const fromBaileys = createRequire(createRequire(import.meta.url).resolve('@whiskeysockets/baileys'))
  const { SessionRecord } = fromBaileys('libsignal') as { SessionRecord: { createEntry(): object } }
  const SessionEntry = SessionRecord.createEntry().constructor
  const output = globalThis.console as unknown as Record<string, Print>
  for (const level of ['log', 'info', 'warn', 'error', 'debug']) {
    const print = output[level]
    if (print === undefined) continue
    output[level] = (...values) => {
      if (values.some((value) => value instanceof SessionEntry)) return
      const caller = new Error().stack?.split('\n')[2] ?? ''
      if (!ENGINE_FILE.test(caller)) print.apply(globalThis.console, values)
    }
  }
}

/** The largest frame that three bytes can announce, and room for those that come along with it. */
const LARGEST_MESSAGE = 2 ** 24 + 64 * 1024

interface Sockets {
  WebSocket: { prototype: { setSocket(socket: unknown, head: unknown, options: { maxPayload?: number }): void } }
}

/** Baileys hands no bound to its WebSocket, and there is no other way to: more than this closes it (1009). */
function boundFrames(): void {
  const fromBaileys = createRequire(createRequire(import.meta.url).resolve('@whiskeysockets/baileys'))
  const { prototype } = (fromBaileys('ws') as Sockets).WebSocket
  const { setSocket } = prototype
  prototype.setSocket = function (socket, head, options) {
    const maxPayload = Math.min(options.maxPayload || LARGEST_MESSAGE, LARGEST_MESSAGE)
    setSocket.call(this, socket, head, { ...options, maxPayload })
  }
}
