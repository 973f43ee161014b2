import { problem, problemWith } from '../kernel/errors.ts'
import type { CreateInstance } from './create-instance.ts'
import { settingsChangeOf } from './schema.ts'
import type { CreateInstanceBody } from './schema-create.ts'
import { newProxyOf } from './schema-proxy.ts'

/**
 * What the body of `POST /api/instance/new` asks for. Pure.
 * @throws instance_name_required, request_invalid
 */
export function readCreateInstance(body: CreateInstanceBody): CreateInstance {
  return {
    name: readName(body.name),
    token: body.token,
    settings: settingsChangeOf(body),
    webhook: readWebhook(body),
    websocket: readWebsocket(body),
    proxy: newProxyOf(body),
  }
}

/** The names of `?instanceName=a,b`; null when there are none. Pure. */
export function readNames(list: string | undefined): string[] | null {
  const names = (list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  return names.length === 0 ? null : [...new Set(names)]
}

function readName(name: string | undefined): string {
  if (name === undefined || name.trim() === '') throw problem('instance_name_required')
  if (/^[A-Za-z0-9_-]{1,100}$/.test(name)) return name
  const message = 'must be 1 to 100 letters, digits, underscores or hyphens'
  throw problemWith({ details: [{ path: 'name', message }] }, 'request_invalid', `name ${message}`)
}

/** A block is there when it is switched on or off, or has an address: then it is meant to be on. */
function readWebhook(body: CreateInstanceBody): CreateInstance['webhook'] {
  if (body.webhookEnabled === undefined && body.webhookURL === undefined) return null
  return {
    label: 'default',
    enabled: body.webhookEnabled ?? true,
    url: body.webhookURL,
    authorization: body.webhookAuthorization,
    byEvents: body.webhookByEvents,
    events: body.webhookEvents,
    mediaBase64: body.webhookMediaBase64,
  }
}

function readWebsocket(body: CreateInstanceBody): CreateInstance['websocket'] {
  if (body.websocketEnabled === undefined) return null
  return {
    enabled: body.websocketEnabled,
    events: body.websocketEvents,
    mediaBase64: body.websocketMediaBase64,
  }
}
