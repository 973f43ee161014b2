import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Command, refusal, useCommand } from './command.ts'
import { type Reply, startGateway, type TestGateway } from './gateway.ts'
import { type Delivery, type Receiver, startReceiver } from './receiver.ts'
import { control, linkInstance, type Sandbox, startSandbox, untilStatus } from './sandbox.ts'
import { ANA, onPhone, SHOP } from './shop.ts'

const PATIENCE = { timeout: 30_000 }
const ANSWERED = ['form.answered']

const { run, folder } = useCommand()
let sandbox: Sandbox
let receiver: Receiver
let gateway: TestGateway | null = null

beforeEach(async () => {
  sandbox = await startSandbox()
  await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' })
  receiver = await startReceiver(503)
})

afterEach(async () => {
  await gateway?.stop()
  await receiver.close()
  await sandbox.close()
})

const inFolder = (...names: string[]) => join(folder(), ...names)

async function start(name = 'data'): Promise<TestGateway> {
  gateway = await startGateway({ dataDir: inFolder(name), sandbox })
  return gateway
}

async function stop(): Promise<void> {
  await gateway?.stop()
  gateway = null
}

/** Runs `formwire backup` beside the gateway, as a process of its own; what it printed. */
async function backUp(file: string): Promise<string> {
  const { code, stdout, stderr } = await run(['backup', file], { DATA_DIR: inFolder('data') }).ended
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

function send(at: TestGateway, body: object): Promise<Reply> {
  return at.call('POST', '/api/message/form/shop', { body: { number: ANA, message: 'Oi', ...body } })
}

async function answer(messageId: string, name: string): Promise<void> {
  await onPhone(sandbox, ANA, messageId)
  await control(sandbox, `phones/${ANA}/answer`, { messageId, values: { full_name: name } })
}

async function read(at: TestGateway, query: string) {
  return (await at.call('GET', `/api/form/get/shop?${query}`)).body.form
}

async function webhook(at: TestGateway, url: string): Promise<void> {
  const body = { enabled: true, url, events: ANSWERED }
  expect((await at.call('POST', '/api/events/webhook/shop', { body })).status).toBe(200)
}

async function open(): Promise<TestGateway> {
  const at = await start()
  await linkInstance(at, sandbox, 'shop', SHOP)
  await webhook(at, receiver.url)
  return at
}

/** A form that was sent and answered, and whose delivery was tried. */
async function circle(at: TestGateway, flowToken: string): Promise<string> {
  const sent = await send(at, { flowToken })
  await answer(sent.body.data.messageId, flowToken)
  const form = await read(at, `flowToken=${flowToken}&wait=30`)
  expect(form).toMatchObject({ state: 'answered', answers: { fullName: flowToken } })
  return sent.body.data.messageId
}

/** The deliveries about one form that were taken. */
function taken(flowToken: string): Delivery[] {
  return receiver.deliveries.filter(({ status, event }) => status === 204 && event.data.form.flowToken === flowToken)
}

test('a backup made under load starts elsewhere with its key: numbers, forms, answers and what waits go on', async () => {
  const first = await open()
  await circle(first, 'before')
  await expect.poll(() => receiver.deliveries.length, PATIENCE).toBeGreaterThan(0)
  const webhookId = receiver.deliveries[0]?.headers['webhook-id']
  const load = { isOver: false, sent: 0 }
  const sending = Promise.all(
    Array.from({ length: 3 }, async (_, caller) => {
      for (let count = 0; !load.isOver; count += 1) {
        expect((await send(first, { flowToken: `load-${caller}-${count}` })).status).toBe(200)
        load.sent += 1
      }
    }),
  )
  await expect.poll(() => load.sent, PATIENCE).toBeGreaterThan(2)
  const sentBefore = load.sent
  const said = await backUp(inFolder('copy.db'))
  expect(load.sent).toBeGreaterThan(sentBefore)
  load.isOver = true
  await sending
  await stop()
  expect(said).toContain(`The backup is in ${inFolder('copy.db')}: `)
  expect(said).toContain(`keep ${inFolder('data', 'secret-key')} too`)

  await mkdir(inFolder('elsewhere'))
  await copyFile(inFolder('copy.db'), inFolder('elsewhere', 'formwire.db'))
  await copyFile(inFolder('data', 'secret-key'), inFolder('elsewhere', 'secret-key'))
  const second = await start('elsewhere')
  await untilStatus(second, 'shop', 'connected')
  expect(await read(second, 'flowToken=before')).toMatchObject({ state: 'answered', answers: { fullName: 'before' } })
  const { body } = await second.call('GET', '/api/form/list/shop?limit=200')
  expect(body.forms.length).toBeGreaterThan(sentBefore)
  receiver.status = 204
  await expect.poll(() => taken('before').map(({ headers }) => headers['webhook-id']), PATIENCE).toEqual([webhookId])
  await circle(second, 'after')
})

test('an old backup in the place of the store: what came since is gone, and forms and answers go on', async () => {
  const first = await open()
  await circle(first, 'kept')
  await expect.poll(() => receiver.deliveries.length, PATIENCE).toBe(1)
  const late = await send(first, { flowToken: 'answered-since' })
  await onPhone(sandbox, ANA, late.body.data.messageId)
  await backUp(inFolder('copy.db'))

  await answer(late.body.data.messageId, 'since')
  await read(first, 'flowToken=answered-since&wait=30')
  for (const flowToken of ['lost-1', 'lost-2', 'lost-3']) await circle(first, flowToken)
  receiver.status = 204
  await expect.poll(() => taken('lost-3').length, PATIENCE).toBe(1)
  const told = taken('kept')
  await stop()

  await rm(inFolder('data', 'formwire.db-wal'), { force: true })
  await rm(inFolder('data', 'formwire.db-shm'), { force: true })
  await copyFile(inFolder('copy.db'), inFolder('data', 'formwire.db'))
  const second = await start()
  await untilStatus(second, 'shop', 'connected')
  expect(await read(second, 'flowToken=kept')).toMatchObject({ answers: { fullName: 'kept' } })
  expect(await read(second, 'flowToken=answered-since')).toMatchObject({ answers: null })
  expect((await second.call('GET', '/api/form/get/shop?flowToken=lost-1')).status).toBe(404)

  await expect.poll(() => taken('kept').length, PATIENCE).toBe(told.length + 1)
  expect(new Set(taken('kept').map(({ headers }) => headers['webhook-id'])).size).toBe(1)

  await circle(second, 'after-1')
  await circle(second, 'after-2')
  await answer(late.body.data.messageId, 'once more')
  expect(await read(second, 'flowToken=answered-since&wait=30')).toMatchObject({ answers: { fullName: 'once more' } })
}, 120_000)

test('a backup that cannot be is one sentence, and nothing is left of it', async () => {
  const at = await start()
  await backUp(inFolder('copy.db'))
  const backup = (args: string[], environment: Record<string, string> = {}): Command =>
    run(['backup', ...args], { DATA_DIR: inFolder('data'), ...environment })
  expect(await refusal(backup([inFolder('copy.db')]))).toContain('--force')
  expect((await backup([inFolder('copy.db'), '--force']).ended).code).toBe(0)
  const sentence = await refusal(backup(['copy2.db'], { DATABASE_URL: 'postgres://me:hidden@127.0.0.1/formwire' }))
  expect(sentence).toContain('pg_dump')
  expect(sentence).not.toContain('hidden')
  for (const args of [[], ['one', 'two'], ['copy2.db', '--farce']]) {
    expect(await backup(args).ended).toMatchObject({ code: 2, stderr: expect.stringContaining('formwire backup') })
  }
  expect((await readdir(folder())).toSorted()).toEqual(['copy.db', 'data'])
  expect((await at.call('GET', '/ready', { token: null })).status).toBe(200)
})
