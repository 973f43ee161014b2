import { proto, type SignalDataTypeMap } from '@whiskeysockets/baileys'
import { ownBytes } from './own-bytes.ts'

export type KeyKind = keyof SignalDataTypeMap

const RAW_KINDS: ReadonlySet<KeyKind> = new Set<KeyKind>(['session', 'sender-key', 'identity-key'])

/** The bytes that are sealed for one key. Sessions, sender keys and identities are bytes already. Pure. */
export function encodeKey<Kind extends KeyKind>(kind: Kind, value: SignalDataTypeMap[Kind]): Uint8Array {
  if (value instanceof Uint8Array && RAW_KINDS.has(kind)) return value
  if (kind === 'app-state-sync-key') {
    return proto.Message.AppStateSyncKeyData.encode(value as SignalDataTypeMap['app-state-sync-key']).finish()
  }
  return encodeJson(value)
}

/** The inverse of `encodeKey`. Pure. */
export function decodeKey(kind: KeyKind, bytes: Uint8Array): unknown {
  if (RAW_KINDS.has(kind)) return ownBytes(bytes)
  if (kind === 'app-state-sync-key') return proto.Message.AppStateSyncKeyData.decode(bytes)
  return decodeJson(bytes)
}

/** JSON in which bytes survive, as `{"$bytes": base64}`; 64-bit numbers become plain ones. Pure. */
export function encodeJson(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(pack(value)))
}

/** The inverse of `encodeJson`; bytes come back as Buffers, which is what the engine's own code expects. Pure. */
export function decodeJson(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString(), (_key, value: unknown) => {
    if (!isRecord(value)) return value
    const packed = value['$bytes']
    return typeof packed === 'string' && Object.keys(value).length === 1
      ? ownBytes(Buffer.from(packed, 'base64'))
      : value
  })
}

/** Done before JSON.stringify, because protobuf objects bring a `toJSON` that turns their bytes into plain text. */
function pack(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(pack)
  if (!isRecord(value)) return value
  if (typeof value['toNumber'] === 'function') return Number(value.toString())
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item)]))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
