import {
  type AuthenticationCreds,
  type AuthenticationState,
  BufferJSON,
  initAuthCreds,
  type SignalDataSet,
  type SignalDataTypeMap,
} from '@whiskeysockets/baileys'

/** A phone's credentials and Signal keys, in memory; `toJson` and `fromJson` carry them over a restart. */
export interface PhoneAuth {
  state: AuthenticationState
  toJson(): string
}

function keyStore(keys: Map<string, unknown>, changed: () => void): AuthenticationState['keys'] {
  return {
    async get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
      const found: { [id: string]: SignalDataTypeMap[T] } = {}
      for (const id of ids) {
        const value = keys.get(`${type}:${id}`)
        if (value !== undefined && value !== null) found[id] = value as SignalDataTypeMap[T]
      }
      return found
    },
    async set(data: SignalDataSet) {
      for (const [type, values] of Object.entries(data)) {
        for (const [id, value] of Object.entries(values ?? {})) {
          if (value === null || value === undefined) keys.delete(`${type}:${id}`)
          else keys.set(`${type}:${id}`, value)
        }
      }
      changed()
    },
  }
}

function authOf(creds: AuthenticationCreds, entries: [string, unknown][], changed: () => void): PhoneAuth {
  const keys = new Map(entries)
  return {
    state: { creds, keys: keyStore(keys, changed) },
    toJson: () => JSON.stringify({ creds, keys: [...keys] }, BufferJSON.replacer),
  }
}

/** Fresh keys. `changed` is called whenever there is something to save. */
export function createAuth(changed: () => void): PhoneAuth {
  return authOf(initAuthCreds(), [], changed)
}

/** What `toJson` gave. Throws when it is something else. */
export function authFromJson(json: string, changed: () => void): PhoneAuth {
  const saved = JSON.parse(json, BufferJSON.reviver) as { creds: AuthenticationCreds; keys: [string, unknown][] }
  return authOf(saved.creds, saved.keys, changed)
}
