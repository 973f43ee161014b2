import type { App } from '../platform/http/index.ts'
import { type ChangeSettingsDeps, changeInstanceSettings } from './change-settings.ts'
import { type RotateTokenDeps, rotateToken } from './rotate-token.ts'
import { instanceParams as params, RESETTABLE, settingsChangeOf, settingsSchema } from './schema.ts'
import { proxyReply, settingsReply, tokenReply } from './schema-replies.ts'
import { NO_PROXY } from './view.ts'

export type SettingsRoutesDeps = ChangeSettingsDeps & RotateTokenDeps

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
        description: 'Proxies are not built yet: there never is one.',
        params,
        response: { 200: proxyReply },
      },
    },
    async () => ({ success, message: 'No proxy is configured', proxy: NO_PROXY }),
  )
}
