import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Command, refusal, useCommand } from './command.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { linkInstance, type Sandbox, startSandbox, statusOf, untilStatus } from './sandbox.ts'

const PATIENCE = { timeout: 240_000 }
const PHONE = '5511960000011'

/** `instance export` that comes to nothing after the gateway has parked the instance. */
const { run, folder } = useCommand()
let sandbox: Sandbox
let gateway: TestGateway
let dataDir: string
let between: { dataDir: string; server: Server }
/** What happens when the gateway has answered an export, before the command hears it. */
let meanwhile: () => unknown

beforeEach(async () => {
  sandbox = await startSandbox()
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-broken-off-'))
  gateway = await startGateway({ dataDir, sandbox })
  await linkInstance(gateway, sandbox, 'shop', PHONE)
  between = await standBetween()
})
afterEach(async () => {
  between.server.close()
  await gateway.stop()
  await sandbox.close()
  for (const place of [dataDir, between.dataDir]) await rm(place, { recursive: true, force: true })
})

/** A data folder whose socket is the gateway's own, with a moment in between. */
async function standBetween() {
  const place = await mkdtemp(join(tmpdir(), 'formwire-between-'))
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    socket.once('data', async (request) => {
      const behind = connect(join(dataDir, 'formwire.sock'))
      behind.write(request)
      const answer = await text(behind)
      if (JSON.parse(request.toString()).operation === 'instance export') await meanwhile()
      socket.end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(join(place, 'formwire.sock'), resolve))
  return { dataDir: place, server }
}

const file = () => join(folder(), 'shop.formwire')

function exportShop(): Command {
  return run(['instance', 'export', 'shop', file(), '--disconnect'], { DATA_DIR: between.dataDir })
}

test('a file that cannot be written after all leaves the number connected', PATIENCE, async () => {
  meanwhile = async () => {
    expect(await statusOf(gateway, 'shop')).toMatchObject({ connection: { reason: 'exported' } })
    await writeFile(file(), 'of somebody else')
  }
  const sentence = await refusal(exportShop())
  expect(sentence).toContain('is there already')
  expect(sentence).toContain('The instance is as it was.')
  expect(await readdir(folder())).toEqual(['shop.formwire'])
  await untilStatus(gateway, 'shop', 'connected')
})

test('an export that is stopped leaves the number connected, and no file', PATIENCE, async () => {
  const command = exportShop()
  meanwhile = async () => {
    command.child.kill('SIGTERM')
    // A signal takes its time; another command takes more.
    await run(['instance', 'list'], { DATA_DIR: dataDir }).ended
  }
  expect(await refusal(command)).toBe('The command was stopped. The instance is as it was.\n')
  expect(await readdir(folder())).toEqual([])
  await untilStatus(gateway, 'shop', 'connected')
})

test(
  'an export that is killed leaves the number parked, which the list says, until it is resumed',
  PATIENCE,
  async () => {
    const command = exportShop()
    meanwhile = () => command.child.kill('SIGKILL')
    await command.ended
    const listed = await run(['instance', 'list', '--json'], { DATA_DIR: dataDir }).ended
    expect(JSON.parse(listed.stdout)).toMatchObject([{ name: 'shop', state: 'disconnected', reason: 'exported' }])
    const resumed = await run(['instance', 'resume', 'shop'], { DATA_DIR: dataDir }).ended
    expect(resumed.code).toBe(0)
    await untilStatus(gateway, 'shop', 'connected')
  },
)

test('an export that is undone does not undo another one that was made meanwhile', PATIENCE, async () => {
  const other = join(folder(), 'other.formwire')
  meanwhile = async () => {
    const { code } = await run(['instance', 'export', 'shop', other], { DATA_DIR: dataDir }).ended
    expect(code).toBe(0)
    await writeFile(file(), 'of somebody else')
  }
  expect(await refusal(exportShop())).toContain('The instance stays parked')
  expect(await statusOf(gateway, 'shop')).toMatchObject({ connection: { reason: 'exported' } })
})
