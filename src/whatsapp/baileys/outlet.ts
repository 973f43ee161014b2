import type { ProxiedWay } from '../../platform/egress/proxied-way.ts'
import { ProxyFailed, type ProxyFailure } from '../../platform/egress/proxy.ts'
import type { LineListener, LineProxy } from '../port.ts'
import type { SocketEvents } from './dialled-socket.ts'
import { proxyFailureOf } from './disconnect.ts'

/** Where a line goes out: through its proxy, or directly when it has none. */
export interface Outlet {
  /**
   * The way for one dial or one download, as it is configured now; null: directly.
   * @throws ProxyFailed when that is not known, or cannot be done: nothing may go out then
   */
  open(): Promise<ProxiedWay | null>
  /** The events of a socket with a way of its own, which is closed with it. */
  hear(way: ProxiedWay | null, events: SocketEvents): SocketEvents
}

export interface OutletDeps {
  listener: LineListener
  openWay: ((proxy: LineProxy) => ProxiedWay) | undefined
  /** Told what the proxy failed at. */
  onFailure(reason: ProxyFailure): void
}

export function createOutlet({ listener, openWay, onFailure }: OutletDeps): Outlet {
  function refuse(cause?: unknown): never {
    onFailure('not_readable')
    throw new ProxyFailed('not_readable', { cause })
  }

  async function askFor(): Promise<LineProxy | null> {
    try {
      return (await listener.proxy?.()) ?? null
    } catch (cause) {
      return refuse(cause)
    }
  }

  return {
    async open() {
      const proxy = await askFor()
      if (proxy === null) return null
      return openWay === undefined ? refuse() : openWay(proxy)
    },
    hear: (way, events) => ({
      ...events,
      onClose(error) {
        way?.close()
        const failure = proxyFailureOf(error)
        if (failure !== null && failure.reason !== 'aborted') onFailure(failure.reason)
        events.onClose(error)
      },
    }),
  }
}
