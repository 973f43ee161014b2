import { toDataURL } from 'qrcode'
import { problem } from '../kernel/errors.ts'
import type { App } from '../platform/http/index.ts'
import { type ConnectInstanceDeps, connectInstance, type Linking } from './connect-instance.ts'
import { type CreateInstanceDeps, createInstance } from './create-instance.ts'
import { deleteInstance, type EndInstanceDeps, logOutInstance, reconnectInstance } from './end-instance.ts'
import { listInstances } from './list-instances.ts'
import { readCreateInstance, readNames } from './read-create.ts'
import { registerSettingsRoutes, type SettingsRoutesDeps } from './routes-settings.ts'
import { connectQuerySchema, listQuerySchema, instanceParams as params } from './schema.ts'
import { createInstanceSchema } from './schema-create.ts'
import { connectReply, createdReply, deleteReply, listReply, logoutReply, reconnectReply } from './schema-replies.ts'
import { NOTHING_SEEN, viewInstance } from './view.ts'

export type InstanceRoutesDeps = CreateInstanceDeps & ConnectInstanceDeps & EndInstanceDeps & SettingsRoutesDeps

const tags = ['Instances']
const success = true as const

/** `/api/instance`: link and keep a number. */
export function registerInstanceRoutes(app: App, deps: InstanceRoutesDeps): void {
  registerLinkingRoutes(app, deps)
  registerSettingsRoutes(app, deps)
}

function registerLinkingRoutes(app: App, deps: InstanceRoutesDeps): void {
  app.post(
    '/api/instance/new',
    {
      config: {
        callers: 'account',
        counted: 'new',
        errors: [
          'instance_name_required',
          'instance_name_taken',
          'instance_quota_exceeded',
          'token_taken',
          'sign_in_throttled',
        ],
      },
      schema: {
        tags,
        summary: 'Make an instance',
        description:
          'Needs a TokenAccount. Settings, a webhook, the WebSocket and a proxy may come along. A wrong block of the ' +
          'last three does not undo the instance: it comes back with `enabled: false` and its `error`.',
        body: createInstanceSchema,
        response: { 201: createdReply },
      },
    },
    async (request, reply) => {
      const { caller, callerAddress: address } = request
      const maker = { accountId: caller.accountId, address }
      const created = await createInstance(deps, maker, readCreateInstance(request.body))
      const { webhook, websocket, proxy, token } = created
      const instance = {
        ...viewInstance(created.instance, { token, proxy: null, ...NOTHING_SEEN }),
        webhook,
        websocket,
        proxy,
      }
      reply.code(201)
      return { success, message: 'Instance created', instance, data: { token } }
    },
  )

  app.get(
    '/api/instance/list',
    {
      config: { errors: ['instance_not_found'] },
      schema: {
        tags,
        summary: 'List instances',
        description:
          'A TokenInstance sees its own instance only. Names that do not exist are left out; a single one that does ' +
          'not exist is 404.',
        querystring: listQuerySchema,
        response: { 200: listReply },
      },
    },
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
      config: {
        errors: [
          'too_many_waiting',
          'number_invalid',
          'instance_exported',
          'number_linked_elsewhere',
          'number_refused',
          'instance_needs_passkey',
          'link_failed',
          'link_timeout',
        ],
      },
      schema: {
        tags,
        summary: 'Link a number, by QR or by pairing code',
        description:
          'Waits at most 60 seconds for a code. On the phone: WhatsApp → Linked devices → Link a device, and scan the ' +
          'QR or type the code. A QR is renewed by WhatsApp: ask again until the status is `connected`, or listen to ' +
          '`instance.state` events. The same number again gets the code that is out; another number a new one, and ' +
          'the first is void. What ended a link after the code was used (a passkey, a number that is linked already) ' +
          'is told once; asking again begins anew.',
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
    {
      config: { errors: ['instance_not_linked', 'instance_exported'] },
      schema: {
        tags,
        summary: 'Connect again',
        description:
          'Dials with the stored credentials, whatever the connection does now. It ends a stop of first messages ' +
          '(`connection.restrictedUntil`).',
        params,
        response: { 200: reconnectReply },
      },
    },
    async ({ instance: { id, name }, instance }) => {
      await reconnectInstance(deps, instance)
      return { success, message: 'Instance is reconnecting', instance: { id, name, status: 'connecting' as const } }
    },
  )

  app.delete(
    '/api/instance/logout/:instance',
    {
      schema: {
        tags,
        summary: 'Unlink the number',
        description: 'The instance and its token stay. Again: nothing more happens.',
        params,
        response: { 200: logoutReply },
      },
    },
    async ({ instance: { id, name }, instance }) => {
      await logOutInstance(deps, instance)
      return { success, message: 'Instance logged out', instance: { id, name, status: 'loggedout' as const } }
    },
  )

  app.delete(
    '/api/instance/delete/:instance',
    {
      config: { callers: 'account' },
      schema: {
        tags,
        summary: 'Remove an instance',
        description: 'Needs a TokenAccount. Unlinks the number, and removes everything that is stored of it.',
        params,
        response: { 200: deleteReply },
      },
    },
    async ({ instance: { id, name }, instance }) => {
      await deleteInstance(deps, instance)
      return { success, message: 'Instance deleted', instance: { id, name, status: 'deleted' as const } }
    },
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
