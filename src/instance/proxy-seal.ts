import type { TokenKeeper } from './instance-token.ts'
import type { Instance } from './store.ts'

/** The JSON of an instance's proxy in clear; null when it has none. */
export function revealProxy(sealer: TokenKeeper['sealer'], { id, sealedProxy }: Instance): string | null {
  return sealedProxy === null ? null : sealer.openText(placeOf(id), sealedProxy)
}

/** The column that keeps an instance's proxy. */
export function sealProxy(sealer: TokenKeeper['sealer'], instanceId: string, proxy: string | null) {
  return { sealed_proxy: proxy === null ? null : sealer.sealText(placeOf(instanceId), proxy) }
}

function placeOf(row: string) {
  return { table: 'instance', column: 'sealed_proxy', row }
}
