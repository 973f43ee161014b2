import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useCommand } from './command.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { control, linkInstance, type Sandbox, startSandbox, untilStatus } from './sandbox.ts'

const PHONE = '5511940000001'
const PATIENCE = { timeout: 240_000 }

const { run } = useCommand()
let sandbox: Sandbox
let dataDir: string
let gateway: TestGateway | null = null

beforeAll(async () => {
  sandbox = await startSandbox()
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-doctor-'))
})

afterAll(async () => {
  await gateway?.stop()
  await sandbox.close()
  await rm(dataDir, { recursive: true, force: true })
})

function doctor(args: string[] = [], environment: Record<string, string> = {}) {
  const whatsapp = { WHATSAPP_URL: sandbox.whatsappUrl, WHATSAPP_ROOT_KEY: sandbox.rootKey }
  return run(['doctor', ...args], { DATA_DIR: dataDir, ...whatsapp, ...environment }).ended
}

/** What is another on every machine and day. */
function settle(text: string): string {
  return text
    .replaceAll(dataDir, '/var/lib/formwire')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'ORIGIN')
    .replaceAll(/127\.0\.0\.1:\d+/g, 'web.whatsapp.com')
    .replaceAll(/\d+ (MiB|ms|tried)/g, 'N $1')
    .replaceAll(/was logged out \(\w+\)/g, 'was logged out')
}

/** The transcripts of docs/command-line.md, in their order. */
async function transcripts(): Promise<string[]> {
  const page = await readFile(join(import.meta.dirname, '../../docs/command-line.md'), 'utf8')
  return [...page.matchAll(/```\n(ok {4}configuration[\s\S]*?)```/g)].map(([, text = '']) => settle(text))
}

test('with all well, every line says so, as the documentation shows it', PATIENCE, async () => {
  gateway = await startGateway({ dataDir, sandbox, environment: { ACCOUNT_TOKEN: '' } })
  const accountToken = (await readFile(join(dataDir, 'account-token'), 'utf8')).trim()
  const call: TestGateway['call'] = (method, path, more) => {
    return gateway?.call(method, path, { token: accountToken, ...more }) ?? Promise.reject(new Error('none runs'))
  }
  await linkInstance({ ...gateway, call }, sandbox, 'shop', PHONE)
  const { code, stdout, stderr } = await doctor()
  expect([code, stderr]).toEqual([0, ''])
  expect(settle(stdout)).toBe((await transcripts())[0])
  expect(stdout).not.toMatch(/5511940000001/)

  await control(sandbox, 'faults', { account: PHONE, loggedOut: true })
  await untilStatus({ ...gateway, call }, 'shop', 'loggedout')
  await control(sandbox, 'faults', {})
  await gateway.stop()
  gateway = null
})

test('each fault has a line with what to do, as the documentation shows it, and the end is 1', PATIENCE, async () => {
  const file = join(dataDir, 'secret-key')
  await chmod(file, 0o644)
  const { code, stdout, stderr } = await doctor([], { WHATSAPP_URL: 'ws://127.0.0.1:9/ws' })
  expect([code, stderr]).toEqual([1, ''])
  expect(settle(stdout)).toBe((await transcripts())[1])
  await chmod(file, 0o600)
  const offline = await doctor(['--offline', '--json'])
  expect([offline.code, JSON.parse(offline.stdout).map(({ check }: { check: string }) => check)]).toEqual([
    0,
    expect.not.arrayContaining(['whatsapp']),
  ])
})

test('a box that does not open, a clock set back, a paused webhook and a wrong key are found', PATIENCE, async () => {
  const database = new DatabaseSync(join(dataDir, 'formwire.db'))
  database.exec(`update instance set sealed_token = x'00', updated_at = 9000000000000`)
  database.exec(`insert into webhook (id, instance_id, label, enabled, url, by_events, events, media_base64,
    sealed_secret, created_at, updated_at, paused_at) select 'wh_1', id, 'default', 1, 'http://127.0.0.1/', 0, '[]', 0,
    x'00', 1, 1, 1767225600000 from instance`)
  database.close()
  const { code, stdout } = await doctor(['--offline'])
  expect(code).toBe(1)
  expect(stdout).toMatch(/^FAIL {2}clock .* the store was written at 2255.* → set the clock/m)
  expect(stdout).toMatch(/^FAIL {2}keys .*instance\.sealed_token do not open: ins_\w+ → /m)
  expect(stdout).toMatch(/^FAIL {2}keys .*webhook\.sealed_secret do not open: wh_1 → configure/m)
  expect(stdout).toMatch(/^warn {2}webhook .*default of shop is paused since 2026-01-01.* → mend its receiver/m)
  const wrong = await doctor(['--offline'], { SECRET_KEY: 'cd'.repeat(32) })
  expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringMatching(/^FAIL {2}keys .*secret key is not the one/m)])
})

test('a wrong configuration and a folder that is not there yet are told, and nothing is made', PATIENCE, async () => {
  const wrong = await doctor(['--offline'], { PORT: 'eighty' })
  expect([wrong.code, wrong.stdout]).toEqual([1, expect.stringMatching(/^FAIL {2}configuration .*PORT.* → /)])
  const away = join(dataDir, 'away')
  const { code, stdout } = await doctor(['--offline'], { DATA_DIR: away })
  expect([code, stdout]).toEqual([0, expect.stringContaining('"formwire serve" makes it')])
  await expect(readFile(join(away, 'formwire.lock'))).rejects.toThrow('ENOENT')
})
