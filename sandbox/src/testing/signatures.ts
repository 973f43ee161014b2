import { createRequire } from 'node:module'

interface CurveModule {
  verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
}

// Baileys ignores the result of libsignal's `verifySignature`, so any 64 bytes pass; here a wrong signature throws.
// Import this before anything that loads Baileys, which takes its own copy of the function.
const fromBaileys = createRequire(import.meta.resolve('@whiskeysockets/baileys'))
const curve = fromBaileys('libsignal/src/curve.js') as CurveModule
const verify = curve.verifySignature
curve.verifySignature = (publicKey, message, signature) => {
  if (!verify(publicKey, message, signature)) throw new Error('invalid signature')
  return true
}

// libsignal prints whole sessions, private keys included; a test's output is no place for them either.
for (const method of ['info', 'log', 'warn', 'error'] as const) globalThis.console[method] = () => undefined
