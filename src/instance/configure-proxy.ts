import type { Clock } from '../kernel/clock.ts'
import { problem, problemWith } from '../kernel/errors.ts'
import type { Store } from '../platform/db/store.ts'
import type { Egress } from '../platform/egress/egress.ts'
import { type InstanceProxy, isSameProxy, type ProxyBlock, readProxy, withKeptPassword } from './domain/read-proxy.ts'
import { type ProxySealer, revealProxy, sealProxy } from './instance-proxy.ts'
import type { Lines } from './lines.ts'
import { findInstance, updateInstance } from './store.ts'

export interface ConfigureProxyDeps {
  store: Store
  clock: Clock
  tokens: { sealer: ProxySealer }
  egress: Pick<Egress, 'checkHost'>
  lines: Pick<Lines, 'find'>
}

/**
 * Gives an instance a proxy, or takes it away, and returns what is kept. A line that is up, or on its way, is closed and
 * dials anew; what it already was, changes nothing.
 * @throws request_invalid, proxy_refused
 */
export async function configureProxy(
  deps: ConfigureProxyDeps,
  instanceId: string,
  block: ProxyBlock,
): Promise<InstanceProxy | null> {
  const { store, clock } = deps
  const { sealer } = deps.tokens
  const wanted = readProxy(block)
  if (wanted !== null) await insistOnOpenHost(deps.egress, wanted.host)
  const { proxy, isNew } = await store.write(async ({ sql }) => {
    const instance = await findInstance(sql, instanceId)
    if (!instance) throw problem('instance_not_found')
    const known = revealProxy(sealer, instance)
    const proxy = wanted === null ? null : withKeptPassword(wanted, known)
    if (isSameProxy(proxy, known)) return { proxy, isNew: false }
    await updateInstance(sql, instanceId, {
      sealed_proxy: sealProxy(sealer, instanceId, proxy),
      updated_at: clock.now(),
    })
    return { proxy, isNew: true }
  })
  if (isNew) await dialAnew(deps.lines, instanceId)
  return proxy
}

async function insistOnOpenHost(egress: ConfigureProxyDeps['egress'], host: string): Promise<void> {
  const verdict = await egress.checkHost(host)
  if (verdict.type === 'open') return
  throw problemWith({ details: [{ path: 'host', message: verdict.detail }] }, 'proxy_refused', verdict.detail)
}

/** A line that rests, or has ended, asks for the proxy when somebody dials it. */
async function dialAnew(lines: ConfigureProxyDeps['lines'], instanceId: string): Promise<void> {
  const line = lines.find(instanceId)
  if (line === null || line.state.type === 'idle' || line.state.type === 'ended') return
  await line.close()
  // It may have been logged out, and taken away, meanwhile.
  if (lines.find(instanceId) === line) line.connect()
}
