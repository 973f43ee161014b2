import { Curve, hmacSign, type KeyPair, proto, WA_ADV_ACCOUNT_SIG_PREFIX } from '@whiskeysockets/baileys'

/** What a phone signs for a companion: that this identity key is device `deviceId` of its account. */
export function signCompanion(
  identity: KeyPair,
  companion: { identity: Uint8Array; deviceId: number },
  nowMs: number,
): proto.IADVSignedDeviceIdentity {
  const { deviceId } = companion
  const timestamp = Math.floor(nowMs / 1000)
  const details = proto.ADVDeviceIdentity.encode({ rawId: deviceId, timestamp, keyIndex: deviceId }).finish()
  const signed = Buffer.concat([WA_ADV_ACCOUNT_SIG_PREFIX, details, companion.identity])
  return {
    details,
    accountSignatureKey: identity.public,
    accountSignature: Curve.sign(identity.private, signed),
  }
}

/** The same, sealed with the secret that the companion showed in its code: the payload of `pair-success`. */
export function sealForCompanion(signed: proto.IADVSignedDeviceIdentity, advSecret: Uint8Array): Buffer {
  const details = proto.ADVSignedDeviceIdentity.encode(signed).finish()
  const hmac = hmacSign(details, Buffer.from(advSecret))
  return Buffer.from(proto.ADVSignedDeviceIdentityHMAC.encode({ details, hmac }).finish())
}
