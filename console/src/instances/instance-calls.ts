import { queryOptions } from '@tanstack/react-query'
import { api, told } from '../api/client.ts'
import type { Instance, KeptProxy, Linking, ProxyBlock, Settings, SettingsChange } from './instance-shapes.ts'

const at = (instance: string) => ({ params: { path: { instance } } })

/** All instances that the session may see, the oldest first; their tokens are not kept. */
export const instancesQuery = queryOptions({
  queryKey: ['instances'],
  queryFn: async ({ signal }): Promise<Instance[]> => {
    const { instances } = await told(api.GET('/api/instance/list', { signal }))
    return instances.map(({ token: _, ...instance }) => instance)
  },
})

export const settingsQuery = (instance: string) =>
  queryOptions({
    queryKey: ['settings', instance],
    queryFn: async ({ signal }) =>
      (await told(api.GET('/api/instance/getSettings/{instance}', { ...at(instance), signal }))).settings,
  })

export const proxyQuery = (instance: string) =>
  queryOptions({
    queryKey: ['proxy', instance],
    queryFn: async ({ signal }) =>
      (await told(api.GET('/api/instance/getProxy/{instance}', { ...at(instance), signal }))).proxy,
  })

/** Makes an instance and gives its token. `token`: one of the person's own. @throws Problem */
export async function createInstance(wanted: {
  name: string
  token?: string
}): Promise<{ name: string; token: string }> {
  const { instance } = await told(api.POST('/api/instance/new', { body: wanted }))
  return { name: instance.name, token: instance.token }
}

/**
 * Asks WhatsApp for a code and waits for it, a minute at most. `number`: digits, for a pairing code; null: a QR.
 * @throws Problem
 */
export function askForCode(instance: string, number: string | null, signal: AbortSignal): Promise<Linking> {
  const query = number === null ? {} : { number }
  return told(api.GET('/api/instance/connect/{instance}', { params: { path: { instance }, query }, signal }))
}

/** @throws Problem */
export async function reconnect(instance: string): Promise<void> {
  await told(api.POST('/api/instance/reconnect/{instance}', at(instance)))
}

/** @throws Problem */
export async function logOut(instance: string): Promise<void> {
  await told(api.DELETE('/api/instance/logout/{instance}', at(instance)))
}

/** @throws Problem */
export async function deleteInstance(instance: string): Promise<void> {
  await told(api.DELETE('/api/instance/delete/{instance}', at(instance)))
}

/** The new token; the old one has ended. @throws Problem */
export async function rotateToken(instance: string): Promise<string> {
  return (await told(api.POST('/api/instance/rotateToken/{instance}', at(instance)))).instance.token
}

/** All settings as they are after the change. @throws Problem */
export async function saveSettings(instance: string, body: SettingsChange): Promise<Settings> {
  return (await told(api.POST('/api/instance/settings/{instance}', { ...at(instance), body }))).settings
}

/** @throws Problem */
export async function saveProxy(instance: string, body: ProxyBlock): Promise<KeptProxy> {
  return (await told(api.POST('/api/instance/proxy/{instance}', { ...at(instance), body }))).proxy
}
