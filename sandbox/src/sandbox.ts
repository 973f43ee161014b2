import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { Curve, WA_CERT_DETAILS } from '@whiskeysockets/baileys'
import { type Logger, pino } from 'pino'
import { createControl } from './control/app.ts'
import { undoFailedDecryptions } from './phone/failed-decryption.ts'
import { createPhones } from './phone/phones.ts'
import { startServer, type WhatsappServer } from './server/server.ts'
import { createWorld } from './server/world.ts'
import { createSimulation, type SandboxInfo } from './simulation.ts'
import { loadState, saveState } from './state.ts'
import { DEVELOPMENT_ROOT_KEY, keyPairOf, signChain } from './wire/certificate.ts'

export interface SandboxOptions {
  /** Of the control API and the page; 0, the default, takes any free one. */
  port?: number
  /** Of the WhatsApp server; 0, the default, takes any free one. */
  whatsappPort?: number
  /** Where the state is kept for the next start; without it nothing is. */
  stateDir?: string
  /** Makes what faults leave to chance the same each time. */
  seed?: number
  /** Private root key, 64 hex digits; by default the published one, the same in every sandbox. */
  rootKey?: string
  /** `wrong-root` shows companions a chain that the root did not sign: they must refuse it. */
  certificate?: 'right' | 'wrong-root'
  logger?: Logger
}

export interface Sandbox extends SandboxInfo {
  close(): Promise<void>
}

const SAVE_AFTER_MS = 300

/**
 * Starts a WhatsApp server, its phones, its control API and the phone page, all on loopback.
 * Sets Baileys' trusted root (`WA_CERT_DETAILS`) in this process, which its phones need.
 * Rejects when a port is taken or the state cannot be read.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const logger = options.logger ?? pino({ level: 'silent' })
  const root = keyPairOf(options.rootKey ?? DEVELOPMENT_ROOT_KEY)
  const staticKey = Curve.generateKeyPair()
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root.public)
  WA_CERT_DETAILS.SERIAL = 0
  undoFailedDecryptions()

  let saving: NodeJS.Timeout | undefined
  const { stateDir } = options
  const save = (): void => {
    clearTimeout(saving)
    saving = undefined
    if (stateDir !== undefined) saveState(stateDir, world, phones)
  }
  const saveInTime = (): void => {
    try {
      save()
    } catch (error) {
      logger.error({ err: error }, 'the state could not be saved')
    }
  }
  const changed = (): void => {
    if (stateDir !== undefined) saving ??= setTimeout(saveInTime, SAVE_AFTER_MS)
  }

  const world = createWorld({ staticKey, logger, clock: Date.now, random: randomBytes, seed: options.seed, changed })
  const right = signChain(root, staticKey.public)
  const chains = {
    phones: right,
    companions: options.certificate === 'wrong-root' ? signChain(Curve.generateKeyPair(), staticKey.public) : right,
  }
  const server = await startServer(world, chains, options.whatsappPort ?? 0)
  const phones = createPhones(world, () => server.phoneUrl, logger)

  const pageKey = randomBytes(24).toString('base64url')
  let controlUrl = ''
  const info = (): SandboxInfo => ({
    whatsappUrl: server.url,
    rootKey: Buffer.from(root.public).toString('hex'),
    controlUrl,
    pageUrl: `${controlUrl}/page/${pageKey}`,
  })
  const control = createControl(createSimulation(world, phones, info), pageKey)

  const close = async (): Promise<void> => {
    await stop(control, phones, server)
    // Last, so that what the phones did until the end is in it.
    save()
  }
  try {
    if (stateDir !== undefined) await loadState(stateDir, world, phones)
    await control.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  } catch (error) {
    await stop(control, phones, server)
    throw error
  }
  controlUrl = `http://127.0.0.1:${(control.server.address() as AddressInfo).port}`
  return { ...info(), close }
}

async function stop(
  control: ReturnType<typeof createControl>,
  phones: ReturnType<typeof createPhones>,
  server: WhatsappServer,
): Promise<void> {
  await control.close()
  await phones.stop()
  await server.close()
}
