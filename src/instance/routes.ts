import { toDataURL } from 'qrcode'
import { z } from 'zod'
import { problem } from '../kernel/errors.ts'
import type { App } from '../platform/http/index.ts'
import { changeInstanceSettings } from './change-settings.ts'
import { type ConnectInstanceDeps, connectInstance, type Linking } from './connect-instance.ts'
import { type CreateInstanceDeps, createInstance } from './create-instance.ts'
import { deleteInstance, type EndInstanceDeps, logOutInstance, reconnectInstance } from './end-instance.ts'
import { listInstances } from './list-instances.ts'
import { readCreateInstance, readNames } from './read-create.ts'
import { rotateToken } from './rotate-token.ts'
import {
  connectQuerySchema,
  createInstanceSchema,
  listQuerySchema,
  RESETTABLE,
  settingsChangeOf,
  settingsSchema,
} from './schema.ts'
import {
  connectReply,
  createdReply,
  listReply,
  namedReply,
  proxyReply,
  settingsReply,
  tokenReply,
} from './schema-replies.ts'
import { NO_PROXY, PROXY_REFUSED, viewInstance } from './view.ts'

export type InstanceRoutesDeps = CreateInstanceDeps & ConnectInstanceDeps & EndInstanceDeps

const params = z.object({ instance: z.string() })
const tags = ['Instances']
const success = true as const

/** `/api/instance`: link and keep a number. */
export function registerInstanceRoutes(app: App, deps: InstanceRoutesDeps): void {
  app.post(
    '/api/instance/new',
    {
      config: { callers: 'account', counted: 'new' },
      schema: { tags, summary: 'Make an instance', body: createInstanceSchema, response: { 201: createdReply } },
    },
    async (request, reply) => {
      const created = await createInstance(deps, request.caller.accountId, readCreateInstance(request.body))
      const view = viewInstance(created.instance, created.token, created)
      const proxy = request.body.proxyEnabled === true ? PROXY_REFUSED : NO_PROXY
      reply.code(201)
      return { success, message: 'Instance created', instance: { ...view, proxy }, data: { token: created.token } }
    },
  )

  app.get(
    '/api/instance/list',
    { schema: { tags, summary: 'List instances', querystring: listQuerySchema, response: { 200: listReply } } },
    async (request) => {
      const instances = await listInstances(deps, request.caller, readNames(request.query.instanceName))
      const total = instances.length
      return {
        success,
        message: `${total} ${total === 1 ? 'Instance' : 'Instances'} found`,
        instances,
        meta: { total },
      }
    },
  )

  app.get(
    '/api/instance/connect/:instance',
    {
      schema: {
        tags,
        summary: 'Link a number, by QR or by pairing code',
        description: 'Waits at most 60 seconds for a code.',
        params,
        querystring: connectQuerySchema,
        response: { 200: connectReply },
      },
    },
    async (request) => {
      if (!request.hold()) throw problem('too_many_waiting')
      const wanted = { number: request.query.number, hungUp: request.hungUp }
      return linkingReply(await connectInstance(deps, request.instance, wanted))
    },
  )

  app.post(
    '/api/instance/reconnect/:instance',
    { schema: { tags, summary: 'Connect again', params, response: { 200: namedReply } } },
    async ({ instance: { id, name }, instance }) => {
      await reconnectInstance(deps, instance)
      return { success, message: 'Instance is reconnecting', instance: { id, name, status: 'connecting' } }
    },
  )

  app.delete(
    '/api/instance/logout/:instance',
    { schema: { tags, summary: 'Unlink the number', params, response: { 200: namedReply } } },
    async ({ instance: { id, name }, instance }) => {
      await logOutInstance(deps, instance)
      return { success, message: 'Instance logged out', instance: { id, name, status: 'loggedout' } }
    },
  )

  app.delete(
    '/api/instance/delete/:instance',
    {
      config: { callers: 'account' },
      schema: { tags, summary: 'Remove an instance and everything of it', params, response: { 200: namedReply } },
    },
    async ({ instance: { id, name }, instance }) => {
      await deleteInstance(deps, instance)
      return { success, message: 'Instance deleted', instance: { id, name, status: 'deleted' } }
    },
  )

  app.get(
    '/api/instance/getSettings/:instance',
    { schema: { tags, summary: 'Read settings', params, response: { 200: settingsReply } } },
    async ({ instance }) => ({ success, message: 'Settings found', settings: instance.settings }),
  )

  app.post(
    '/api/instance/settings/:instance',
    {
      config: { emptyCounts: RESETTABLE },
      schema: { tags, summary: 'Change settings', params, body: settingsSchema, response: { 200: settingsReply } },
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
      schema: { tags, summary: 'Give a new token; the old one ends', params, response: { 200: tokenReply } },
    },
    async ({ instance: { id, name, state }, instance }) => {
      const token = await rotateToken(deps, instance)
      return { success, message: 'Token rotated', instance: { id, name, status: state, token }, data: { token } }
    },
  )

  app.get(
    '/api/instance/getProxy/:instance',
    { schema: { tags, summary: 'Read the proxy', params, response: { 200: proxyReply } } },
    async () => ({ success, message: 'No proxy is configured', proxy: NO_PROXY }),
  )
}

async function linkingReply(linking: Linking) {
  switch (linking.type) {
    case 'connected':
      return { success, message: 'Instance is already connected', status: 'connected' as const }
    case 'pairing':
      return { success, message: 'Pairing code generated', pairingCode: linking.code, status: 'pairing' as const }
    case 'qr': {
      const qrCodeBase64 = await toDataURL(linking.qr, { errorCorrectionLevel: 'L', margin: 4, scale: 6 })
      return { success, message: 'QR code generated', qrCode: linking.qr, qrCodeBase64, status: 'qr' as const }
    }
  }
}
