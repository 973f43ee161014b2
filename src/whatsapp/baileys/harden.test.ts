import { createRequire } from 'node:module'
import { Script } from 'node:vm'
import { Curve, proto } from '@whiskeysockets/baileys'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { harden } from './harden.ts'

const { console: output } = globalThis
const printed = vi.spyOn(console, 'info').mockImplementation(() => undefined)

beforeAll(() => harden())
afterEach(() => printed.mockClear())

interface JavaScriptCurve {
  generateKeyPair(): { pubKey: Buffer; privKey: Buffer }
  calculateAgreement(publicKey: Buffer, privateKey: Buffer): Buffer
  calculateSignature(privateKey: Buffer, message: Buffer): Buffer
  verifySignature(publicKey: Buffer, message: Buffer, signature: Buffer): boolean
}

const fromBaileys = createRequire(createRequire(import.meta.url).resolve('@whiskeysockets/baileys'))
const javaScript = fromBaileys('libsignal/src/curve.js') as JavaScriptCurve
const libsignal = fromBaileys('libsignal') as { SessionRecord: { createEntry(): object } }

test('a signature counts only when it is one', () => {
  const pair = Curve.generateKeyPair()
  const message = Buffer.from('a certificate')
  const signature = Buffer.from(Curve.sign(pair.private, message))
  expect(Curve.verify(pair.public, message, signature)).toBe(true)
  for (let bit = 0; bit < 512; bit += 37) {
    const forged = Buffer.from(signature)
    forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(Curve.verify(pair.public, message, forged)).toBe(false)
  }
  expect(Curve.verify(pair.public, Buffer.from('another'), signature)).toBe(false)
  expect(Curve.verify(Curve.generateKeyPair().public, message, signature)).toBe(false)
  expect(Curve.verify(Buffer.alloc(3), message, signature)).toBe(false)
  expect(Curve.verify(pair.public, message, Buffer.alloc(5))).toBe(false)
})

test('the curve is the one of the JavaScript library, crosswise', () => {
  const message = Buffer.from('crosswise')
  const ours = Curve.generateKeyPair()
  const theirs = javaScript.generateKeyPair()
  const prefixed = Buffer.concat([Buffer.from([5]), ours.public])
  const agreed = Curve.sharedKey(ours.private, theirs.pubKey)
  expect(agreed).toEqual(javaScript.calculateAgreement(prefixed, theirs.privKey))
  expect(Curve.verify(theirs.pubKey, message, javaScript.calculateSignature(theirs.privKey, message))).toBe(true)
  const signature = Buffer.from(Curve.sign(ours.private, message))
  expect(javaScript.verifySignature(prefixed, message, signature)).toBe(true)
})

test('a certificate chain counts only for the connection that it came on', () => {
  const me = Curve.generateKeyPair()
  const server = Curve.generateKeyPair()
  const chainFor = (key: Uint8Array, issuerSerial = 1) => {
    const { NoiseCertificate } = proto.CertChain
    const details = (fields: proto.CertChain.NoiseCertificate.IDetails) =>
      NoiseCertificate.Details.encode(fields).finish()
    const intermediate = {
      details: details({ serial: 1, issuerSerial: 0, key: me.public }),
      signature: Buffer.alloc(64),
    }
    const leaf = { details: details({ serial: 2, issuerSerial, key }), signature: Buffer.alloc(64) }
    return proto.CertChain.encode({ intermediate, leaf }).finish()
  }
  const arrive = (chain: Uint8Array) => {
    Curve.sharedKey(me.private, server.public)
    return proto.CertChain.decode(chain)
  }
  expect(arrive(chainFor(server.public)).leaf).toBeTruthy()
  expect(() => arrive(chainFor(me.public))).toThrow('noise leaf certificate')
  expect(() => arrive(chainFor(server.public, 7))).toThrow('noise leaf certificate')
})

test('a chain that is read outside of a handshake is just read', async () => {
  Curve.sharedKey(Curve.generateKeyPair().private, Curve.generateKeyPair().public)
  await Promise.resolve()
  expect(proto.CertChain.decode(new Uint8Array())).toBeTruthy()
})

test('session objects of libsignal never reach the console, anything else does', () => {
  output.info('Closing session:', libsignal.SessionRecord.createEntry())
  expect(printed).not.toHaveBeenCalled()
  output.info('something else')
  expect(printed).toHaveBeenCalledExactlyOnceWith('something else')
})

test('what a file of the engine prints past its logger never reaches the console', () => {
  const print = "console.info('Error parsing group metadata:', { from: '5511987654321' })"
  const inside = (file: string) => new Script(print, { filename: file }).runInThisContext()
  inside('/app/node_modules/@whiskeysockets/baileys/lib/Socket/communities.js')
  inside('/app/node_modules/libsignal/src/session_cipher.js')
  expect(printed).not.toHaveBeenCalled()
  inside('/app/node_modules/another/index.js')
  expect(printed).toHaveBeenCalledOnce()
})
