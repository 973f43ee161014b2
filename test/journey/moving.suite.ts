import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { isShort } from '../twins.ts'
import { refusal, useCommand } from './command.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { control, linkInstance, type Sandbox, startSandbox, statusOf, untilStatus } from './sandbox.ts'

const PHONE = '5511960000001'
const CUSTOMER = '5511960000002'
const PATIENCE = { timeout: 240_000 }
const LEAKS = [/noiseKey/, /signedIdentityKey/, /advSecretKey/, /5511960000001/, /account-token/]

/** `instance export|import|resume`: from a gateway that runs, into a store of SQLite that is new. */
export function testMoving(engine: EngineName): void {
  const { run, folder } = useCommand()
  const opened: TestGateway[] = []
  let sandbox: Sandbox
  let here: StorePlace
  let there: StorePlace

  beforeEach(async () => {
    sandbox = await startSandbox()
    here = await makePlace(engine)
    there = await makePlace('sqlite')
  })
  afterEach(async () => {
    for (const gateway of opened.splice(0)) await gateway.stop()
    await sandbox.close()
    await here.remove()
    await there.remove()
  })

  function environment({ options: { databaseUrl, dataDir } }: StorePlace): Record<string, string> {
    return { DATA_DIR: dataDir, EGRESS_ALLOW: '127.0.0.0/8', ...(databaseUrl && { DATABASE_URL: databaseUrl }) }
  }
  const formwire = (place: StorePlace, ...args: string[]) => run(args, environment(place))

  async function open(place: StorePlace): Promise<TestGateway> {
    const { dataDir } = place.options
    const gateway = await startGateway({ dataDir, environment: environment(place), sandbox })
    opened.push(gateway)
    return gateway
  }

  async function exported(place: StorePlace, ...more: string[]): Promise<{ file: string; passphrase: string }> {
    const file = join(folder(), 'shop.formwire')
    const { code, stdout, stderr } = await formwire(place, 'instance', 'export', 'shop', file, ...more).ended
    expect([code, stderr]).toEqual([0, expect.stringContaining('does not connect here any more')])
    return { file, passphrase: stdout.trim() }
  }

  async function passphraseFile(passphrase: string): Promise<string> {
    const path = join(folder(), 'passphrase')
    await writeFile(path, `${passphrase}\n`)
    return path
  }

  const receives = async (gateway: TestGateway, text: string) => {
    const { id } = await control(sandbox, `phones/${CUSTOMER}/text`, { to: PHONE, text })
    await expect
      .poll(async () => (await gateway.call('GET', `/api/chat/getMessage/shop?messageId=${String(id)}`)).status)
      .toBe(200)
  }

  test('a connected number moves with its token and webhooks, and is parked where it was', PATIENCE, async () => {
    const first = await open(here)
    await control(sandbox, 'phones', { phone: CUSTOMER })
    const { token } = await linkInstance(first, sandbox, 'shop', PHONE)
    const webhook = { url: 'http://127.0.0.1:9/hook', authorization: 'Bearer of-the-receiver', events: [] }
    await first.call('POST', '/api/events/webhook/shop', { body: webhook })
    await receives(first, 'before')

    const sentence = await refusal(formwire(here, 'instance', 'export', 'shop', join(folder(), 'shop.formwire')))
    expect(sentence).toContain('--disconnect')
    const key = join(here.options.dataDir, 'secret-key')
    const over = formwire(here, 'instance', 'export', 'shop', key, '--disconnect', '--force')
    expect(await refusal(over)).toContain('belongs to the gateway')
    await untilStatus(first, 'shop', 'connected')

    const { file, passphrase } = await exported(here, '--disconnect')
    expect(passphrase).toMatch(/^([0-9a-z]{4}-){5}[0-9a-z]{4}$/)
    const content = await readFile(file, 'latin1')
    for (const leak of LEAKS) expect(content).not.toMatch(leak)
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)

    expect(await statusOf(first, 'shop')).toMatchObject({ status: 'disconnected', connection: { reason: 'exported' } })
    for (const [method, path] of [
      ['GET', '/api/instance/connect/shop'],
      ['POST', '/api/instance/reconnect/shop'],
    ] as const) {
      const { status, body } = await first.call(method, path)
      expect([status, body.error.code]).toEqual([409, 'instance_exported'])
    }

    const second = await open(there)
    const given = await passphraseFile(passphrase)
    const imported = await formwire(there, 'instance', 'import', file, '--passphrase-file', given).ended
    expect([imported.code, imported.stdout]).toEqual([0, ''])
    await untilStatus(second, 'shop', 'connected')
    expect((await second.call('GET', '/api/instance/list', { token })).body.instances).toHaveLength(1)
    const { body } = await second.call('GET', '/api/events/getWebhook/shop?label=default', { token })
    expect(body.webhook).toMatchObject({ ...webhook, enabled: true })
    await receives(second, 'after')

    const again = formwire(there, 'instance', 'import', file, '--name', 'twin', '--passphrase-file', given)
    expect(await refusal(again)).toContain('is linked to an instance of this store already')
  })

  test('a parked number does not connect at the next start either, until it is resumed', PATIENCE, async () => {
    const first = await open(here)
    await control(sandbox, 'phones', { phone: CUSTOMER })
    await linkInstance(first, sandbox, 'shop', PHONE)
    await opened.pop()?.stop()
    await exported(here)
    const again = await open(here)
    expect(await statusOf(again, 'shop')).toMatchObject({ status: 'disconnected', connection: { reason: 'exported' } })
    expect((await again.call('GET', '/api/instance/connect/shop')).body.error.code).toBe('instance_exported')
    const resumed = await formwire(here, 'instance', 'resume', 'shop').ended
    expect([resumed.code, resumed.stdout]).toEqual([0, ''])
    await untilStatus(again, 'shop', 'connected')
    await receives(again, 'here again')
    expect(await refusal(formwire(here, 'instance', 'resume', 'shop'))).toContain('was not exported')
  })

  // What follows asks nothing of the store that was not asked above.
  if (isShort(engine)) return

  test.skipIf(process.platform !== 'linux')(
    'a file is where the command sees it, though the gateway sees another place there, or none',
    PATIENCE,
    async () => {
      const first = await open(here)
      await linkInstance(first, sandbox, 'shop', PHONE)
      const file = '/proc/self/cwd/seen-by-the-command-alone'
      const parted = await formwire(here, 'instance', 'export', 'shop', file, '--disconnect').ended
      expect([parted.code, parted.stderr]).toEqual([0, expect.stringContaining('does not connect here any more')])
      expect(await readdir(folder())).toEqual(['seen-by-the-command-alone'])

      const second = await open(there)
      const given = await passphraseFile(parted.stdout.trim())
      const { code } = await formwire(there, 'instance', 'import', file, '--passphrase-file', given).ended
      expect(code).toBe(0)
      await untilStatus(second, 'shop', 'connected')
    },
  )

  test(
    'a file that cannot be written leaves the number connected; one that cannot be read brings nothing',
    PATIENCE,
    async () => {
      const first = await open(here)
      await linkInstance(first, sandbox, 'shop', PHONE)
      const nowhere = join(folder(), 'missing', 'shop.formwire')
      const unwritten = formwire(here, 'instance', 'export', 'shop', nowhere, '--disconnect')
      expect(await refusal(unwritten)).toContain('The instance is as it was')
      await untilStatus(first, 'shop', 'connected')
      const { file, passphrase } = await exported(here, '--disconnect')

      const wrong = await passphraseFile('not-the-passphrase')
      const guessed = formwire(there, 'instance', 'import', file, '--passphrase-file', wrong)
      expect(await refusal(guessed)).toContain('The passphrase is another one')
      const cut = (await readFile(file)).subarray(0, 40)
      await writeFile(join(folder(), 'cut'), cut)
      const right = await passphraseFile(passphrase)
      const short = formwire(there, 'instance', 'import', join(folder(), 'cut'), '--passphrase-file', right)
      expect(await refusal(short)).toContain('cut short')
      const list = await formwire(there, 'instance', 'list', '--json').ended
      expect(JSON.parse(list.stdout)).toEqual([])
    },
  )
}
