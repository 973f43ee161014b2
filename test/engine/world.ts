import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { vi } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import type { Store } from '../../src/platform/db/store.ts'
import { addInstance } from '../../src/platform/db/test-store.suite.ts'
import { createSealer } from '../../src/platform/secret/index.ts'
import { type BaileysEngineDeps, createBaileysEngine } from '../../src/whatsapp/baileys/engine.ts'
import type { EngineWorld } from '../../src/whatsapp/port-rig.suite.ts'

interface Whatsapp {
  controlUrl: string
  whatsappUrl: string
  rootKey: string
}

/** The Baileys engine on a store, pointed at a sandbox. Waits are a twentieth of the real ones. */
export function baileysWorld(
  sandbox: Whatsapp,
  store: Store,
  more: Partial<Pick<BaileysEngineDeps, 'isKept' | 'note' | 'sealer'>> = {},
): EngineWorld {
  const sealer = more.sealer ?? createSealer(randomBytes(32))
  const kept: EngineWorld['kept'] = new Map()
  const printed = overhear()
  let instances = 0
  return {
    kept,
    printed: () => printed,
    controlUrl: sandbox.controlUrl,
    start: (options = {}) =>
      createBaileysEngine({
        ...more,
        store,
        sealer,
        clock: systemClock,
        random: { bytes: (size) => randomBytes(size) },
        log: { warn: () => undefined },
        whatsappUrl: sandbox.whatsappUrl,
        rootKey: options.rootKey ?? sandbox.rootKey,
        timeScale: 20,
        findSent: async (_instanceId, messageId) => kept.get(messageId) ?? null,
      }),
    addInstance() {
      instances += 1
      return addInstance(store, `number${instances}`)
    },
  }
}

/** Keeps what is printed by the console, as it would look. To be called before the first engine is made. */
function overhear(): string[] {
  const printed: string[] = []
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...values: unknown[]) => {
      printed.push(values.map((value) => inspect(value, { depth: 6 })).join(' '))
    })
  }
  return printed
}
