import { newToken, type SignInThrottle } from '../account/index.ts'
import type { Clock } from '../kernel/clock.ts'
import { FormwireError, problem } from '../kernel/errors.ts'
import { newId, type Random } from '../kernel/id.ts'
import type { Store } from '../platform/db/store.ts'
import { type ConfigureProxyDeps, configureProxy } from './configure-proxy.ts'
import type { ProxyBlock } from './domain/read-proxy.ts'
import { changeSettings, DEFAULT_SETTINGS, type SettingsChange } from './domain/settings.ts'
import type { EventSetup, WebhookBlock, WebsocketBlock } from './event-setup.ts'
import { keepToken, type TokenKeeper } from './instance-token.ts'
import type { MadeSetup } from './schema-event-setup.ts'
import { countInstances, findByName, type Instance, insertInstance } from './store.ts'
import { viewProxy } from './view.ts'

export interface CreateInstanceDeps extends Pick<ConfigureProxyDeps, 'egress' | 'lines'> {
  store: Store
  clock: Clock
  random: Random
  tokens: TokenKeeper
  events: EventSetup
  /** How many instances an account may have; 0: any number. */
  quota: number
  /** A chosen token that exists is a guess that told something. */
  throttle: Pick<SignInThrottle, 'guess'>
}

export interface CreateInstance {
  name: string
  /** Chosen by the caller; undefined: made by us. */
  token: string | undefined
  settings: SettingsChange
  webhook: WebhookBlock | null
  websocket: WebsocketBlock | null
  proxy: ProxyBlock | null
}

/** The blocks as configured; `enabled:false` with its `error` where one was wrong. */
export interface CreatedInstance extends MadeSetup {
  instance: Instance
  token: string
  proxy: ReturnType<typeof viewProxy> & { error?: string }
}

/**
 * Makes an instance of an account; `address` is the caller's, as limits know it. Wrong webhook, WebSocket or proxy
 * blocks do not undo it.
 * @throws instance_name_taken, instance_quota_exceeded, token_taken, sign_in_throttled
 */
export async function createInstance(
  deps: CreateInstanceDeps,
  { accountId, address }: { accountId: string; address: string },
  wanted: CreateInstance,
): Promise<CreatedInstance> {
  const { store, clock, random, events } = deps
  const now = clock.now()
  const id = newId('ins', now, random)
  const token = wanted.token ?? newToken(random)
  const make = () =>
    store.write(async ({ sql }) => {
      if (await findByName(sql, accountId, wanted.name)) throw problem('instance_name_taken')
      if (deps.quota > 0 && (await countInstances(sql, accountId)) >= deps.quota)
        throw problem('instance_quota_exceeded')
      return insertInstance(sql, {
        id,
        account_id: accountId,
        name: wanted.name,
        ...(await keepToken(deps.tokens, sql, id, token)),
        state: 'disconnected',
        linked: 0,
        number_jid: null,
        number_lid: null,
        profile_name: null,
        settings: JSON.stringify(changeSettings(DEFAULT_SETTINGS, wanted.settings)),
        state_reason: null,
        sealed_proxy: null,
        parked_at: null,
        restricted_at: null,
        banned_until: null,
        state_at: now,
        created_at: now,
        updated_at: now,
      })
    })
  const instance = await (wanted.token === undefined ? make() : deps.throttle.guess(address, make))
  const { webhook, websocket, proxy } = wanted
  return {
    instance,
    token,
    webhook: webhook && (await orItsError({ label: webhook.label }, () => events.configureWebhook(id, webhook))),
    websocket: websocket && (await orItsError({}, () => events.configureWebsocket(id, websocket))),
    proxy:
      proxy === null
        ? viewProxy(null)
        : await orItsError(viewProxy(null), async () => viewProxy(await configureProxy(deps, id, proxy))),
  }
}

async function orItsError<Shown, About>(about: About, configure: () => Promise<Shown>) {
  try {
    return await configure()
  } catch (error) {
    if (!(error instanceof FormwireError)) throw error
    return { ...about, enabled: false as const, error: error.message }
  }
}
