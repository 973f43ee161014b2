import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { isShort } from '../twins.ts'
import { refusal, useCommand } from './command.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { listenOn } from './listener.ts'
import { linkInstance, type Sandbox, startSandbox } from './sandbox.ts'
import { outcome, signIn } from './visitor.ts'

const PHONE = '5511940000001'
/** Many processes one after the other, on a machine that may have other things to do. */
const PATIENCE = { timeout: 240_000 }

/** `account list|new|rotate|delete` and `instance list`, beside a gateway that runs and without one. */
export function testAccountCommands(engine: EngineName): void {
  const { run } = useCommand()
  const opened: TestGateway[] = []
  let place: StorePlace
  let sandbox: Sandbox | null = null
  beforeEach(async () => {
    place = await makePlace(engine)
  })
  afterEach(async () => {
    for (const gateway of opened.splice(0)) await gateway.stop()
    await sandbox?.close()
    sandbox = null
    await place.remove()
  })

  function environment(): Record<string, string> {
    const { databaseUrl, dataDir } = place.options
    return { DATA_DIR: dataDir, ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) }
  }
  const formwire = (...args: string[]) => run(args, environment())

  async function done(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await formwire(...args).ended
    expect([code, stderr], args.join(' ')).toEqual([0, ''])
    return stdout
  }

  async function open(more: Record<string, string> = {}): Promise<TestGateway> {
    const gateway = await startGateway({
      dataDir: place.options.dataDir,
      environment: { ...environment(), ACCOUNT_TOKEN: '', ...more },
      ...(sandbox && { sandbox }),
    })
    opened.push(gateway)
    return gateway
  }
  const close = () => opened.splice(0).pop()?.stop()

  const tokenFile = () => join(place.options.dataDir, 'account-token')
  const firstToken = async () => (await readFile(tokenFile(), 'utf8')).trim()
  const statusFor = async (gateway: TestGateway, token: string) =>
    (await gateway.call('GET', '/api/instance/list', { token })).status

  test('the list tells the accounts and no token, beside a gateway and without one', PATIENCE, async () => {
    const gateway = await open()
    const token = (await done('account', 'new', 'Bakery')).trim()
    await gateway.call('POST', '/api/instance/new', { token, body: { name: 'oven' } })
    const beside = await done('account', 'list', '--json')
    expect(JSON.parse(beside)).toMatchObject([
      { name: 'default', instances: 0 },
      { name: 'Bakery', instances: 1, id: expect.stringMatching(/^acc_/), createdAt: expect.stringMatching(/Z$/) },
    ])
    expect(beside).not.toContain(token)
    await close()
    expect(await done('account', 'list', '--json')).toBe(beside)
    expect(await done('account', 'list')).toMatch(/^NAME +INSTANCES.*\ndefault +0 .*\nBakery +1 .*\n$/)
  })

  test(
    'a rotated account token ends at once, with the sockets, sessions and tickets that it opened, and no others',
    PATIENCE,
    async () => {
      const gateway = await open()
      const token = (await done('account', 'new', 'Bakery')).trim()
      const made = await gateway.call('POST', '/api/instance/new', { token, body: { name: 'oven' } })
      const own: string = made.body.data.token
      await gateway.call('POST', '/api/events/websocket/oven', {
        token,
        body: { enabled: true, events: ['form.answered'] },
      })
      const byAccount = await listenOn(gateway, 'oven', '', token)
      const byInstance = await listenOn(gateway, 'oven', '', own)
      const [visitor, ofInstance] = [await signIn(gateway, token), await signIn(gateway, own)]
      const bySession = await visitor.listen('oven')
      const { body } = await gateway.call('POST', '/api/events/ticket/oven', { token })

      const next = (await done('account', 'rotate', 'Bakery')).trim()
      expect(next).not.toBe(token)
      expect([await byAccount.closed, await bySession.closed]).toEqual([1008, 1008])
      expect(outcome(await visitor.call('GET', '/api/session'))).toEqual([401, 'session_ended'])
      expect(outcome(await ofInstance.call('GET', '/api/session'))).toEqual([200])
      expect([await statusFor(gateway, token), await statusFor(gateway, next), await statusFor(gateway, own)]).toEqual([
        401, 200, 200,
      ])
      const ticket: string = body.data?.ticket ?? body.ticket
      expect(ticket).toMatch(/^tkt_/)
      await expect(listenOn(gateway, 'oven', `?token=${ticket}`, '')).rejects.toThrow('401')
      expect(byInstance.isClosed()).toBe(false)
      byInstance.drop()
    },
  )

  test(
    'a deleted account goes with its instances, which are unlinked at WhatsApp; the others stay',
    PATIENCE,
    async () => {
      sandbox = await startSandbox()
      const gateway = await open()
      const token = (await done('account', 'new', 'Bakery')).trim()
      await linkInstance({ ...gateway, call: (m, p, c) => gateway.call(m, p, { token, ...c }) }, sandbox, 'oven', PHONE)
      await gateway.call('POST', '/api/instance/new', { token: await firstToken(), body: { name: 'shop' } })
      expect(await done('instance', 'list')).toMatch(/Bakery +oven +connected +\S+ +…0001 /)

      const visitor = await signIn(gateway, token)
      const bySession = await visitor.listen('oven')
      expect(await refusal(formwire('account', 'delete', 'Bakery'))).toContain('--yes')
      expect(await refusal(formwire('account', 'delete', 'default', '--yes'))).toContain('first account stays')
      expect(await done('account', 'delete', 'Bakery', '--yes')).toBe('Account and 1 of its instances deleted.\n')
      expect(await statusFor(gateway, token)).toBe(401)
      expect([await bySession.closed, outcome(await visitor.call('GET', '/api/session'))]).toEqual([
        1008,
        [401, 'session_ended'],
      ])
      expect(JSON.parse(await done('instance', 'list', '--json'))).toMatchObject([{ account: 'default', name: 'shop' }])
      expect(await refusal(formwire('account', 'delete', 'Bakery', '--yes'))).toContain('no account of this name')
    },
  )

  // What follows asks nothing of the store that was not asked above.
  if (isShort(engine)) return

  test('the first account’s new token is in its file, unless ACCOUNT_TOKEN decides', PATIENCE, async () => {
    await open()
    const before = await firstToken()
    const rotated = (await done('account', 'rotate', 'default')).trim()
    expect(rotated).not.toBe(before)
    expect(await firstToken()).toBe(rotated)
    expect((await stat(tokenFile())).mode & 0o777).toBe(0o600)
    await close()
    const again = (await done('account', 'rotate', 'default')).trim()
    expect(await statusFor(await open(), again)).toBe(200)
    await close()
    await open({ ACCOUNT_TOKEN: 'the-operators-own-token' })
    expect(await refusal(formwire('account', 'rotate', 'default'))).toContain('ACCOUNT_TOKEN decides')
    await rm(tokenFile(), { force: true })
    expect(await refusal(formwire('account', 'rotate', 'nobody'))).toContain('no account of this name')
  })

  test(
    'a deleted account whose numbers are not connected says that the phones still show the device',
    PATIENCE,
    async () => {
      sandbox = await startSandbox()
      const gateway = await open()
      const token = (await done('account', 'new', 'Bakery')).trim()
      await linkInstance({ ...gateway, call: (m, p, c) => gateway.call(m, p, { token, ...c }) }, sandbox, 'oven', PHONE)
      await close()
      const whole = await done('instance', 'list', '--account', 'Bakery', '--numbers', '--json')
      expect(JSON.parse(whole)).toMatchObject([{ name: 'oven', state: 'disconnected', number: PHONE }])
      const { code, stderr } = await formwire('account', 'delete', 'Bakery', '--yes').ended
      expect([code, stderr]).toEqual([0, expect.stringContaining('remove the device on the phone')])
    },
  )

  test('a deleted account does not ask to unlink a number that lives on elsewhere', PATIENCE, async () => {
    sandbox = await startSandbox()
    const gateway = await open()
    const token = (await done('account', 'new', 'Bakery')).trim()
    await linkInstance({ ...gateway, call: (m, p, c) => gateway.call(m, p, { token, ...c }) }, sandbox, 'oven', PHONE)
    const file = join(place.options.dataDir, 'oven.formwire')
    expect((await formwire('instance', 'export', 'oven', file, '--disconnect').ended).code).toBe(0)
    expect(await done('account', 'delete', 'Bakery', '--yes')).toBe('Account and 1 of its instances deleted.\n')
  })
}
