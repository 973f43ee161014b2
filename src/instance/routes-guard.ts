import type { FastifyRequest } from 'fastify'
import type { Caller } from '../account/index.ts'
import { type ErrorCode, problem } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import { type App, nameErrors } from '../platform/http/index.ts'
import { findByName, findInstance, type Instance } from './store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The instance that the route names; it is the caller's. */
    readonly instance: Instance
    /** Its id as soon as it is found, for the log. */
    readonly instanceId: string | undefined
  }
  interface FastifyContextConfig {
    /** The route of another one without its instance's name. */
    lacksInstance?: boolean
  }
}

const NAME = '/:instance'

/**
 * Every route that ends in `/:instance` has its instance found, and checked to be the caller's, before its body is
 * read; without a name it answers that it needs one.
 */
export function registerInstanceGuard(app: App, deps: { store: Pick<Store, 'read'> }): void {
  const instances = new WeakMap<FastifyRequest, Instance>()
  app.decorateRequest('instance', {
    getter() {
      const instance = instances.get(this)
      if (!instance) throw problem('instance_name_required')
      return instance
    },
  })
  app.decorateRequest('instanceId', {
    getter() {
      return instances.get(this)?.id
    },
  })
  nameErrors(app, ({ url, config }) => {
    if (!namesInstance(url)) return []
    const codes: ErrorCode[] = ['instance_name_required', 'instance_not_found']
    return config?.callers === 'account' ? codes : [...codes, 'token_other_instance']
  })
  app.addHook('onRoute', ({ url, method, config }) => {
    if (!namesInstance(url)) return
    app.route({
      method,
      url: url.slice(0, -NAME.length),
      schema: { hide: true },
      config: { ...config, lacksInstance: true },
      handler: async () => {},
    })
  })
  app.addHook('onRequest', async (request) => {
    const { url, config } = request.routeOptions
    if (config.lacksInstance) throw problem('instance_name_required')
    if (!namesInstance(url)) return
    const { instance: name } = request.params as { instance: string }
    instances.set(request, await findCallersInstance(deps.store, request.caller, name))
  })
}

function namesInstance(url: string | undefined): boolean {
  return url?.startsWith('/api/') === true && url.endsWith(NAME)
}

/** @throws instance_name_required, instance_not_found, token_other_instance */
export async function findCallersInstance(store: Pick<Store, 'read'>, caller: Caller, name: string): Promise<Instance> {
  if (name.trim() === '') throw problem('instance_name_required')
  if (caller.type === 'account') {
    const instance = await findByName(store.read, caller.accountId, name)
    if (!instance) throw problem('instance_not_found')
    return instance
  }
  const own = await findInstance(store.read, caller.instanceId)
  if (own?.name !== name) throw problem('token_other_instance')
  return own
}
