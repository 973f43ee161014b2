import { initAuthCreds, proto } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { decodeJson, decodeKey, encodeJson, encodeKey } from './key-codec.ts'

test('credentials survive, their bytes as bytes', () => {
  const account = proto.ADVSignedDeviceIdentity.create({
    details: Buffer.from([1, 2]),
    accountSignature: Buffer.from([3]),
  })
  const creds = { ...initAuthCreds(), account, me: { id: '5511900000000:1@s.whatsapp.net' } }
  const again = decodeJson(encodeJson(creds)) as typeof creds
  expect(again.noiseKey.private).toEqual(creds.noiseKey.private)
  expect(again.signedPreKey).toEqual(creds.signedPreKey)
  expect(again.account).toEqual({ details: Buffer.from([1, 2]), accountSignature: Buffer.from([3]) })
  expect(Buffer.isBuffer(again.account.details)).toBe(true)
})

test('every kind of key comes back as it was', () => {
  const pair = { public: Buffer.alloc(32, 1), private: Buffer.alloc(32, 2) }
  expect(decodeKey('pre-key', encodeKey('pre-key', pair))).toEqual(pair)
  expect(decodeKey('session', encodeKey('session', Buffer.from([9])))).toEqual(Buffer.from([9]))
  expect(decodeKey('lid-mapping', encodeKey('lid-mapping', '200000000000002'))).toBe('200000000000002')
  expect(decodeKey('device-list', encodeKey('device-list', ['0', '3']))).toEqual(['0', '3'])
  expect(decodeKey('sender-key-memory', encodeKey('sender-key-memory', { 'x@lid': true }))).toEqual({ 'x@lid': true })
  const key = { keyData: Buffer.from([5]), timestamp: 1_795_000_000 }
  const shared = decodeKey('app-state-sync-key', encodeKey('app-state-sync-key', key))
  expect(
    proto.Message.AppStateSyncKeyData.toObject(shared as proto.Message.AppStateSyncKeyData, { longs: Number }),
  ).toEqual(key)
})

test('text that looks like packed bytes stays text', () => {
  expect(decodeJson(encodeJson({ note: '{"$bytes":"AA=="}', $bytes: 'AA==', and: 1 }))).toEqual({
    note: '{"$bytes":"AA=="}',
    $bytes: 'AA==',
    and: 1,
  })
})
