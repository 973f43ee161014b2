import type { App } from '../platform/http/index.ts'
import { type ChangeSettingsDeps, changeInstanceSettings } from './change-settings.ts'
import { type ConfigureProxyDeps, configureProxy } from './configure-proxy.ts'
import type { InstanceProxy } from './domain/read-proxy.ts'
import { revealProxy } from './instance-proxy.ts'
import { type RotateTokenDeps, rotateToken } from './rotate-token.ts'
import { instanceParams as params, RESETTABLE, settingsChangeOf, settingsSchema } from './schema.ts'
import { proxyReply, proxySchema } from './schema-proxy.ts'
import { settingsReply, tokenReply } from './schema-replies.ts'
import { viewProxy } from './view.ts'

export type SettingsRoutesDeps = ChangeSettingsDeps & RotateTokenDeps & ConfigureProxyDeps

const tags = ['Instances']
const success = true as const

/** What an instance is set to, and its token. */
export function registerSettingsRoutes(app: App, deps: SettingsRoutesDeps): void {
  app.get(
    '/api/instance/getSettings/:instance',
    {
      schema: {
        tags,
        summary: 'Read the settings',
        description: 'All of them; those that were never set have their defaults.',
        params,
        response: { 200: settingsReply },
      },
    },
    async ({ instance }) => ({ success, message: 'Settings found', settings: instance.settings }),
  )

  app.post(
    '/api/instance/settings/:instance',
    {
      config: { emptyCounts: RESETTABLE },
      schema: {
        tags,
        summary: 'Change settings',
        description:
          'Settings that are not given stay as they are. `null` puts `callRejectMessage`, `retentionDays`, ' +
          '`buttonLabels` and `flowIds` back to their default; elsewhere it means "not given". A change acts at once, on ' +
          'sends that wait for their turn too.',
        params,
        body: settingsSchema,
        response: { 200: settingsReply },
      },
    },
    async (request) => {
      const settings = await changeInstanceSettings(deps, request.instance, settingsChangeOf(request.body))
      return { success, message: 'Settings updated', settings }
    },
  )

  app.post(
    '/api/instance/rotateToken/:instance',
    {
      config: { callers: 'account' },
      schema: {
        tags,
        summary: 'Give a new token',
        description:
          'Needs a TokenAccount. The old TokenInstance ends at once, and so do the WebSockets of the instance.',
        params,
        response: { 200: tokenReply },
      },
    },
    async ({ instance: { id, name, state }, instance }) => {
      const token = await rotateToken(deps, instance)
      return { success, message: 'Token rotated', instance: { id, name, status: state, token }, data: { token } }
    },
  )

  app.get(
    '/api/instance/getProxy/:instance',
    {
      schema: {
        tags,
        summary: 'Read the proxy',
        description: 'Everything but the password.',
        params,
        response: { 200: proxyReply },
      },
    },
    async ({ instance }) => proxyFound(revealProxy(deps.tokens.sealer, instance)),
  )

  app.post(
    '/api/instance/proxy/:instance',
    {
      config: { errors: ['proxy_refused'] },
      schema: {
        tags,
        summary: 'Set, change or remove the proxy',
        description:
          'From now on the instance goes to WhatsApp through this proxy and never past it: where it fails, the instance ' +
          'is `disconnected` and tries again. What is connected, or being linked, is dialled anew at once. ' +
          '`enabled: false` removes it, password and all. The same again changes nothing.',
        params,
        body: proxySchema,
        response: { 200: proxyReply },
      },
    },
    async ({ instance, body }) => {
      const { enabled, host, port, protocol, username, password } = body
      return proxySet(await configureProxy(deps, instance.id, { enabled, host, port, protocol, username, password }))
    },
  )
}

function proxyFound(proxy: InstanceProxy | null) {
  return { success, message: proxy === null ? 'No proxy is configured' : 'Proxy found', proxy: viewProxy(proxy) }
}

function proxySet(proxy: InstanceProxy | null) {
  return { success, message: proxy === null ? 'Proxy removed' : 'Proxy configured', proxy: viewProxy(proxy) }
}
