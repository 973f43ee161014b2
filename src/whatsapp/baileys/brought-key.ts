import { readPlaintext } from './content.ts'

/** The sender key of a group that a decrypted, padded message brings along; null when it brings none. Pure. */
export function broughtKey(plaintext: Uint8Array, group: string): Uint8Array | null {
  try {
    const whole = readPlaintext(plaintext)
    const brought = (whole.deviceSentMessage?.message ?? whole).senderKeyDistributionMessage
    return brought?.groupId === group ? (brought.axolotlSenderKeyDistributionMessage ?? null) : null
  } catch {
    return null
  }
}
