import { lazyRouteComponent as lazily } from '@tanstack/react-router'
import { isGatewayAway, knock, onReach } from '../api/reach.ts'

/**
 * A page that is loaded when it is opened. While the gateway is away it waits instead of breaking, and comes when the
 * gateway is back; a page that is gone because the gateway is a newer one by now makes the router load the console anew.
 */
export const lazyRouteComponent: typeof lazily = (importer, name) => lazily(patiently(importer), name)

function patiently<Told>(importer: () => Promise<Told>): () => Promise<Told> {
  return async () => {
    for (;;) {
      try {
        return await importer()
      } catch (error) {
        await knock()
        if (!isGatewayAway()) throw error
        await untilBack()
      }
    }
  }
}

function untilBack(): Promise<void> {
  return new Promise((resolve) => {
    const stop = onReach(() => {
      if (isGatewayAway()) return
      stop()
      resolve()
    })
  })
}
