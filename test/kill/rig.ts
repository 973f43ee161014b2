import { join } from 'node:path'
import { vi } from 'vitest'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { control, type Sandbox, startSandbox } from '../journey/sandbox.ts'
import { SHOP } from '../journey/shop.ts'
import { type Served, serve } from './served.ts'

const CONNECTS_WITHIN_MS = 180_000

/** A sandbox, and the real command beside it on a store of its own, whose instance `shop` is linked. */
export interface Rig {
  place: StorePlace
  sandbox: Sandbox
  gateway: Served
  untilConnected(): Promise<void>
  close(): Promise<void>
}

/** `environment`: what the gateway is told beside that. */
export async function openRig(engine: EngineName, environment: Record<string, string> = {}): Promise<Rig> {
  // The phones' libsignal prints whole sessions, private keys included; a test's output is no place for them.
  for (const method of ['info', 'warn', 'error'] as const) vi.spyOn(globalThis.console, method).mockReturnValue()
  const place = await makePlace(engine)
  const sandbox = await startSandbox()
  const { databaseUrl, dataDir } = place.options
  const gateway = serve({
    DATA_DIR: dataDir,
    WHATSAPP_URL: sandbox.whatsappUrl,
    WHATSAPP_ROOT_KEY: sandbox.rootKey,
    // Every start reads the same source.
    NODE_COMPILE_CACHE: join(dataDir, 'compiled'),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...environment,
  })
  const rig: Rig = {
    place,
    sandbox,
    gateway,
    async untilConnected() {
      const isConnected = async () =>
        (await gateway.call('GET', '/api/instance/list')).body.instances[0]?.status === 'connected'
      await vi.waitUntil(isConnected, { timeout: CONNECTS_WITHIN_MS, interval: 20 })
    },
    async close() {
      await gateway.kill()
      await sandbox.close()
      await place.remove()
    },
  }
  try {
    await gateway.start()
    await control(sandbox, 'phones', { phone: SHOP })
    await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
    const { body } = await gateway.call('GET', '/api/instance/connect/shop')
    await control(sandbox, 'link', { phone: SHOP, qr: body.qrCode })
    await rig.untilConnected()
    return rig
  } catch (error) {
    await rig.close()
    throw error
  }
}
