import { existsSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { isShort } from '../twins.ts'
import { refusal, useCommand } from './command.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { linkInstance, type Sandbox, startSandbox, untilStatus } from './sandbox.ts'

const PHONE = '5511940000001'
/** Many processes one after the other, on a machine that may have other things to do. */
const PATIENCE = { timeout: 240_000 }
const HOOK = { enabled: true, url: 'http://127.0.0.1:9/hook', authorization: 'Bearer of-the-shop' }

/** `formwire secret rotate`. */
export function testSecretRotation(engine: EngineName): void {
  const { run } = useCommand()
  const opened: TestGateway[] = []
  let place: StorePlace
  let sandbox: Sandbox
  beforeEach(async () => {
    place = await makePlace(engine)
    sandbox = await startSandbox()
  })
  afterEach(async () => {
    for (const gateway of opened.splice(0)) await gateway.stop()
    await sandbox.close()
    await place.remove()
  })

  const inData = (name: string) => join(place.options.dataDir, name)
  const keyIn = async (name: string) => (await readFile(inData(name), 'utf8')).trim()
  function environment(): Record<string, string> {
    const { databaseUrl, dataDir } = place.options
    return { DATA_DIR: dataDir, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) }
  }
  const rotate = (more: Record<string, string> = {}) => run(['secret', 'rotate'], { ...environment(), ...more })

  async function open(more: Record<string, string> = {}): Promise<TestGateway> {
    const { dataDir } = place.options
    const gateway = await startGateway({ dataDir, sandbox, environment: { ...environment(), ...more } })
    opened.push(gateway)
    return gateway
  }
  const close = () => opened.splice(0).pop()?.stop()

  /** A linked shop with a webhook; its token. */
  async function furnish(more: Record<string, string> = {}): Promise<string> {
    const gateway = await open(more)
    const { token } = await linkInstance(gateway, sandbox, 'shop', PHONE)
    await gateway.call('POST', '/api/events/webhook/shop', { body: HOOK })
    await close()
    return token
  }

  /** All that is sealed opens: the number comes back by itself, its token and its webhook are told. */
  async function insistOnAll(token: string, more: Record<string, string> = {}): Promise<void> {
    const gateway = await open(more)
    await untilStatus(gateway, 'shop', 'connected')
    const { body } = await gateway.call('GET', '/api/instance/list', { token })
    expect(body.instances).toMatchObject([{ name: 'shop', token, webhook: { authorization: HOOK.authorization } }])
    await close()
  }

  test(
    'after a rotation the old key opens nothing, and numbers, tokens and webhooks are as they were',
    PATIENCE,
    async () => {
      const token = await furnish()
      const old = await keyIn('secret-key')
      const { code, stdout, stderr } = await rotate().ended
      expect([code, stderr]).toEqual([0, ''])
      expect(stdout).toMatch(/^\d+ sealed values have a new key, in \S+secret-key\./)
      expect(await keyIn('secret-key')).not.toBe(old)
      expect(stdout).not.toContain(await keyIn('secret-key'))
      expect((await stat(inData('secret-key'))).mode & 0o777).toBe(0o600)
      expect(existsSync(inData('secret-key.next'))).toBe(false)
      await insistOnAll(token)
      expect((await rotate().ended).code).toBe(0)
      await insistOnAll(token)
      await expect(open({ SECRET_KEY: old })).rejects.toThrow('secret key')
    },
  )

  test('while a gateway runs the key stays', PATIENCE, async () => {
    await open()
    const old = await keyIn('secret-key')
    expect(await refusal(rotate())).toContain('while no gateway runs: stop it first')
    expect([await keyIn('secret-key'), existsSync(inData('secret-key.next'))]).toEqual([old, false])
  })

  test('killed at any moment, the store opens', PATIENCE, async () => {
    const token = await furnish()
    const whole = performance.now()
    expect((await rotate().ended).code).toBe(0)
    const tookMs = performance.now() - whole
    for (const share of isShort(engine) ? [0.92] : [0.8, 0.92, 0.98]) {
      const rotating = rotate()
      const timer = setTimeout(() => rotating.child.kill('SIGKILL'), tookMs * share)
      await rotating.ended
      clearTimeout(timer)
      await insistOnAll(token)
    }
    await rm(inData('secret-key.next'), { force: true })
    await insistOnAll(token)
  })

  // What follows asks nothing of the store that was not asked above.
  if (isShort(engine)) return

  test('killed between the store and the file, the next start goes on with the new key', PATIENCE, async () => {
    const token = await furnish()
    const old = await keyIn('secret-key')
    expect((await rotate().ended).code).toBe(0)
    const next = await keyIn('secret-key')
    await writeFile(inData('secret-key.next'), `${next}\n`, { mode: 0o600 })
    await writeFile(inData('secret-key'), `${old}\n`)
    await insistOnAll(token)
    expect([await keyIn('secret-key'), existsSync(inData('secret-key.next'))]).toEqual([next, false])
  })

  test(
    'with SECRET_KEY in the environment the new one is told by a file, and either start works',
    PATIENCE,
    async () => {
      const given = { SECRET_KEY: 'ab'.repeat(32) }
      const token = await furnish(given)
      const { code, stdout } = await rotate(given).ended
      expect([code, stdout]).toEqual([0, expect.stringContaining('Set SECRET_KEY to what')])
      const next = await keyIn('secret-key.next')
      await insistOnAll(token, given)
      expect(await refusal(rotate(given))).toContain('was rotated already')
      await insistOnAll(token, { SECRET_KEY: next })
      expect(existsSync(inData('secret-key.next'))).toBe(false)
      await expect(open(given)).rejects.toThrow('secret key')
    },
  )
}
