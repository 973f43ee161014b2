import { randomBytes } from 'node:crypto'
import { systemClock } from '../../src/kernel/clock.ts'
import type { Store } from '../../src/platform/db/store.ts'
import { addInstance } from '../../src/platform/db/test-store.suite.ts'
import { createSealer } from '../../src/platform/secret/index.ts'
import { createBaileysEngine } from '../../src/whatsapp/baileys/engine.ts'
import type { EngineWorld } from '../../src/whatsapp/port-rig.suite.ts'

interface Whatsapp {
  controlUrl: string
  whatsappUrl: string
  rootKey: string
}

/** The Baileys engine on a store, pointed at a sandbox. Waits are a twentieth of the real ones. */
export function baileysWorld(sandbox: Whatsapp, store: Store): EngineWorld {
  const sealer = createSealer(randomBytes(32))
  let instances = 0
  return {
    controlUrl: sandbox.controlUrl,
    start: (options = {}) =>
      createBaileysEngine({
        store,
        sealer,
        clock: systemClock,
        random: { bytes: (size) => randomBytes(size) },
        log: { warn: () => undefined },
        whatsappUrl: sandbox.whatsappUrl,
        rootKey: options.rootKey ?? sandbox.rootKey,
        timeScale: 20,
      }),
    addInstance() {
      instances += 1
      return addInstance(store, `number${instances}`)
    },
  }
}
