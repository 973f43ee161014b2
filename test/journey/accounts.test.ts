import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { refusal, useCommand } from './command.ts'
import { startGateway, type TestGateway } from './gateway.ts'

const { run, folder } = useCommand()
const opened: TestGateway[] = []
/** Many processes one after the other, on a machine that may have other things to do. */
const PATIENCE = { timeout: 240_000 }

afterEach(async () => {
  for (const gateway of opened.splice(0)) await gateway.stop()
})

const dataDir = () => join(folder(), 'data')

/** Makes an account; its token, which is all that is printed. */
async function makeAccount(name: string, note: string | RegExp = /^$/): Promise<string> {
  const { code, stdout, stderr } = await run(['account', 'new', name]).ended
  expect([code, stdout, stderr]).toEqual([0, expect.stringMatching(/^[0-9a-z]{40}\n$/), expect.stringMatching(note)])
  return stdout.trim()
}

/** A gateway on the folder of the command. `given`: an ACCOUNT_TOKEN. */
async function open(given = ''): Promise<TestGateway> {
  const gateway = await startGateway({ dataDir: dataDir(), environment: { ACCOUNT_TOKEN: given } })
  opened.push(gateway)
  return gateway
}

async function firstToken(): Promise<string> {
  return (await readFile(join(dataDir(), 'account-token'), 'utf8')).trim()
}

test('two accounts work side by side, and neither sees the instances of the other', PATIENCE, async () => {
  await (await open()).stop()
  const accounts = [
    { token: await firstToken(), own: 'shop', others: 'bakery' },
    { token: await makeAccount('Bakery'), own: 'bakery', others: 'shop' },
  ]
  const gateway = await open()
  for (const { token, own } of accounts) {
    for (const name of [own, 'both']) {
      expect((await gateway.call('POST', '/api/instance/new', { token, body: { name } })).status).toBe(201)
    }
  }
  for (const { token, own, others } of accounts) {
    const { body } = await gateway.call('GET', '/api/instance/list', { token })
    expect(body.instances.map(({ name }: { name: string }) => name).toSorted()).toEqual([own, 'both'].toSorted())
    for (const [method, path] of [
      ['GET', `/api/instance/list?instanceName=${others}`],
      ['GET', `/api/instance/getSettings/${others}`],
      ['DELETE', `/api/instance/delete/${others}`],
    ] as const) {
      const refused = await gateway.call(method, path, { token })
      expect([refused.status, refused.body.error.message], path).toEqual([404, 'Instance not found'])
    }
  }
})

test(
  'in a folder that is new the first account is made as well, and stays the one whose token can be replaced',
  PATIENCE,
  async () => {
    const token = await makeAccount('Bakery', /^The first account was made too, its token is in \S+account-token\n$/)
    const first = await firstToken()
    const given = 'the-operators-own-token'
    const gateway = await open(given)
    const statuses = [first, given, token].map(async (each) => {
      return (await gateway.call('GET', '/api/instance/list', { token: each })).status
    })
    expect(await Promise.all(statuses)).toEqual([401, 200, 200])
  },
)

test('while a gateway runs, it makes the account, and the token works at once', PATIENCE, async () => {
  const gateway = await open('the-operators-own-token')
  const token = await makeAccount('Bakery')
  expect((await gateway.call('GET', '/api/instance/list', { token })).status).toBe(200)
})

test('a name is for one account, and says something', PATIENCE, async () => {
  expect(await refusal(run(['account', 'new', ' ']))).toContain('1 to 100 characters')
  expect(existsSync(dataDir())).toBe(false)
  expect(await refusal(run(['account', 'new', ' default ']))).toBe('There is an account named "default" already.\n')
})

test('a wrong secret key makes no account, and is one sentence', PATIENCE, async () => {
  await (await open()).stop()
  expect(await refusal(run(['account', 'new', 'Bakery'], { SECRET_KEY: 'cd'.repeat(32) }))).toContain('secret key')
  await makeAccount('Bakery')
})

test('half a command shows how it is used, and makes nothing', PATIENCE, async () => {
  const halves = [['account'], ['account', 'new'], ['account', 'new', '--hlep'], ['account', 'new', 'a', 'b']]
  for (const { code, stdout, stderr } of await Promise.all(halves.map((args) => run(args).ended))) {
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining('account new <name>')])
  }
  const { code, stdout, stderr } = await run(['account', 'new', '--help']).ended
  expect([code, stdout, stderr]).toEqual([0, expect.stringContaining('formwire account new <name>'), ''])
  expect(existsSync(dataDir())).toBe(false)
})
