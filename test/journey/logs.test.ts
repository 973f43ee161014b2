import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, linkInstance, type Sandbox, startSandbox, untilStatus } from './sandbox.ts'
import { onPhone } from './shop.ts'

const SHOP = '5511940000001'
const ANA = '5511987654321'
const BRUNO = '5521912345678'
const HOOK = 'hook-of-the-customer'

let sandbox: Sandbox
let receiver: Receiver
let gateway: TestGateway
let dataDir: string
let token: string
let lid: string

/** Every line at every level, as JSON; of an error all that it says. */
const lines: string[] = []
const write = (level: string) => (fields: object, sentence: string) => {
  const whole = (_: string, value: unknown) =>
    value instanceof Error ? { ...value, message: value.message, stack: value.stack, cause: value.cause } : value
  lines.push(JSON.stringify({ level, ...fields, sentence }, whole))
}
const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-logs-'))
  sandbox = await startSandbox()
  receiver = await startReceiver(500)
  lid = String((await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' }))['lid']).split('@')[0] ?? ''
  await control(sandbox, 'phones', { phone: BRUNO, name: 'Bruno Lima' })
  gateway = await startGateway({ sandbox, dataDir, log })
  token = (await linkInstance(gateway, sandbox, 'shop', SHOP)).token
})

afterAll(async () => {
  await gateway?.stop()
  await receiver?.close()
  await sandbox?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const send = async (body: object) =>
  (await gateway.call('POST', '/api/message/form/shop', { body: { message: 'Your details', ...body } })).body.data
/** Makes what needs this table fail, until `mend` is called. */
function breakTable(table: string): { mend(): void } {
  const database = new DatabaseSync(join(dataDir, 'formwire.db'), { timeout: 5_000 })
  database.exec(`pragma legacy_alter_table = on; alter table ${table} rename to away`)
  return {
    mend() {
      database.exec(`alter table away rename to ${table}`)
      database.close()
    },
  }
}

const read = async (messageId: string) =>
  (await gateway.call('GET', `/api/form/get/shop?messageId=${messageId}&wait=10`)).body.form

test('a whole journey leaves nobody’s data, number, token or address in the log', async () => {
  const webhook = { enabled: true, url: `${receiver.url}/${HOOK}`, authorization: 'Bearer hidden-bearer' }
  await gateway.call('POST', '/api/events/webhook/shop', { body: webhook })
  const sent = await send({ number: ANA, flowToken: 'flow-token-of-ana', replyText: 'grateful-thanks' })
  await onPhone(sandbox, ANA, sent.messageId)
  const values = { full_name: 'Carlota Quintanilha', cpf_or_cnpj: '529.982.247-25' }
  await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, values })
  const form = await read(sent.messageId)
  expect(form.state).toBe('answered')

  const hostile = await send({ number: ANA })
  await onPhone(sandbox, ANA, hostile.messageId)
  const paramsJson = `{"hostile-key":${'['.repeat(5_000)}"Quintanilha"`
  await control(sandbox, `phones/${ANA}/answer`, { messageId: hostile.messageId, paramsJson })
  const stranger = { to: `${SHOP}@s.whatsapp.net`, flowToken: 'flow-token-of-ana', values }
  await control(sandbox, `phones/${BRUNO}/answer`, stranger)
  await expect.poll(() => receiver.deliveries.length).toBeGreaterThan(3)

  await gateway.call('POST', '/api/message/form/shop', { body: { number: '55 11 98765-43', message: 'x' } })
  await gateway.call('POST', '/api/message/form/shop', { body: { number: ANA } })
  await gateway.call('POST', '/api/message/form/shop', { raw: new TextEncoder().encode(`{"number":"${ANA}"`) })
  await gateway.call('GET', '/api/form/get/shop', { token: 'a-wrong-token-0123456789' })
  await gateway.call('GET', `/api/nothing/${ANA}?token=${token}`)
  await gateway.call('GET', `/api/form/person/shop?number=${ANA}&jid=${ANA}`)
  await gateway.call('GET', `/api/form/person/shop?number=${ANA}`)
  await control(sandbox, 'faults', { account: SHOP, sendError: 479 }).catch(() => {})
  await gateway.call('POST', '/api/message/text/shop', { body: { number: ANA, message: 'refused-text' } })
  await control(sandbox, 'faults', {})

  const gone = await startReceiver(410)
  await gateway.call('POST', '/api/events/webhook/shop', {
    body: { ...webhook, label: 'gone', url: `${gone.url}/${HOOK}` },
  })
  const broken = breakTable('message')
  const byNumber = `/api/form/person/shop?number=${ANA}`
  expect((await gateway.call('GET', byNumber)).status).toBe(500)
  await gateway.call('POST', '/api/message/text/shop', { body: { number: ANA, message: 'refused-text' } })
  await control(sandbox, `phones/${ANA}/text`, { to: `${SHOP}@s.whatsapp.net`, text: 'unheard-text' })
  await expect.poll(() => lines.join()).toContain('news of a line could not be handled')
  broken.mend()
  await expect.poll(() => lines.join()).toContain('a webhook was switched off by its receiver')
  await gone.close()

  await gateway.call('DELETE', `/api/form/answer/shop?id=${form.revisions[0].id}`)
  await gateway.stop()
  gateway = await startGateway({ sandbox, dataDir, log })
  await untilStatus(gateway, 'shop', 'connected')
  const erased = await gateway.call('DELETE', `/api/form/person/shop?number=${ANA}`)
  expect(erased.body.erased.forms).toBe(2)

  const secrets = [
    ...[
      'Quintanilha',
      '529.982',
      '52998224725',
      'hostile-key',
      'grateful-thanks',
      'unheard-text',
      'Your details',
      'refused-text',
    ],
    ...['Ana Souza', 'Bruno Lima', 'Lotinha', 'flow-token-of-ana'],
    ...[SHOP, ANA, BRUNO, '551187654321', lid, 's.whatsapp.net', '@lid'],
    ...[token, gateway.accountToken, 'a-wrong-token', 'hidden-bearer', HOOK, receiver.url],
  ]
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([])
})
