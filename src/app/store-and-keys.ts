import { createSecretKey } from 'node:crypto'
import { ensureFirstAccount } from '../account/index.ts'
import { type Config, isPublicHost } from '../config.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/id.ts'
import { openStore } from '../platform/db/open.ts'
import { rememberStore } from '../platform/db/remember/remember-store.ts'
import type { Sql } from '../platform/db/store.ts'
import type { Log } from '../platform/log.ts'
import {
  checkCanary,
  createSealer,
  hashToken,
  keepTokenKey,
  loadTokenKey,
  type Sealer,
  settleSecretKey,
} from '../platform/secret/index.ts'

/** What the gateway is made with: the operator's decisions, and the world handed in. */
export interface AppOptions {
  config: Config
  clock: Clock
  random: Random
  log: Log
}

/** The store and what opens its seals. */
export async function openStoreAndKeys(
  { config, clock, log }: AppOptions,
  opened: (() => unknown)[],
  breakDown: (why: string) => void,
) {
  const store = rememberStore(await openStore({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, clock, log }))
  opened.push(() => store.close())
  void store.lost.then(breakDown)
  const { key, isOutdated } = await settleSecretKey(store, config.dataDir, config.secretKey)
  if (isOutdated) log.warn({}, 'SECRET_KEY is the one before the rotation: set it to what secret-key.next holds')
  const sealer = createSealer(key)
  await checkCanary(store, sealer)
  const tokenKey = await loadTokenKey(store, sealer, key)
  // Bytes would be made a key anew for every request.
  const hashingKey = createSecretKey(tokenKey)
  return {
    store,
    sealer,
    tokens: { sealer, hashToken: (token: string) => hashToken(hashingKey, token) },
    /** Seals with another key what tokens are hashed under. */
    moveTokenKey: (transaction: Sql, to: Sealer) => keepTokenKey(transaction, to, tokenKey),
  }
}

export type StoreAndKeys = Awaited<ReturnType<typeof openStoreAndKeys>>

/** Makes sure of the first account; its token when it is new. */
export function openAccounts(
  { config, clock, random }: AppOptions,
  { store, tokens }: StoreAndKeys,
): Promise<string | null> {
  return ensureFirstAccount({
    store,
    clock,
    random,
    dataDir: config.dataDir,
    hashToken: tokens.hashToken,
    accountToken: config.accountToken,
    isPublic: isPublicHost(config.host),
  })
}
