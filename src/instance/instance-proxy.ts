import type { InstanceProxy } from './domain/read-proxy.ts'
import type { TokenKeeper } from './instance-token.ts'
import type { Instance } from './store.ts'

/** Seals and opens what is kept of proxies. */
export type ProxySealer = TokenKeeper['sealer']

/** The proxy of an instance, its password in clear; null: it connects directly. Throws when the seal is broken. */
export function revealProxy(sealer: ProxySealer, { id, sealedProxy }: Pick<Instance, 'id' | 'sealedProxy'>) {
  return sealedProxy === null ? null : (JSON.parse(sealer.openText(placeOf(id), sealedProxy)) as InstanceProxy)
}

export function sealProxy(sealer: ProxySealer, instanceId: string, proxy: InstanceProxy | null): Uint8Array | null {
  return proxy === null ? null : sealer.sealText(placeOf(instanceId), JSON.stringify(proxy))
}

function placeOf(instanceId: string) {
  return { table: 'instance', column: 'sealed_proxy', row: instanceId }
}
