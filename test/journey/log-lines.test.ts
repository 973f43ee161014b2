import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useCommand } from './command.ts'
import { callApi, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { scrape } from './samples.ts'
import { control, linkInstance, type Sandbox, startSandbox, statusOf, untilStatus } from './sandbox.ts'
import { onPhone } from './shop.ts'

const SHOP = '5511940000001'
const ANA = '5511987654321'
const TOKEN = 'account-token-of-the-log-lines'
const SRC = join(import.meta.dirname, '../../src')

const { run, folder } = useCommand()
let sandbox: Sandbox
let receiver: Receiver

beforeAll(async () => {
  sandbox = await startSandbox()
  receiver = await startReceiver(500)
})

afterAll(async () => {
  await receiver?.close()
  await sandbox?.close()
})

type Line = Record<string, unknown> & { msg: string }

test('a whole life at the level trace is JSON lines with fixed sentences, and nothing of anybody stands in them', async () => {
  const lid = String((await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' }))['lid']).split('@')[0] ?? ''
  const served = run(['serve'], {
    LOG_LEVEL: 'trace',
    ACCOUNT_TOKEN: TOKEN,
    EGRESS_ALLOW: '127.0.0.0/8',
    RATE_LIMIT_PER_MINUTE: '0',
    WHATSAPP_URL: sandbox.whatsappUrl,
    WHATSAPP_ROOT_KEY: sandbox.rootKey,
    WHATSAPP_TIME_SCALE: '20',
  })
  const baseUrl = (await served.baseUrl) ?? ''
  const gateway: TestGateway = {
    baseUrl,
    accountToken: TOKEN,
    call: (method, path, call) => callApi(baseUrl, method, path, { token: TOKEN, ...call }),
    stop: async () => {},
  }
  const { token } = await linkInstance(gateway, sandbox, 'shop-of-lines', SHOP)
  const call = (method: string, path: string, body?: object) => gateway.call(method, path, body && { body })
  const send = (kind: string, body: object) => call('POST', `/api/message/${kind}/shop-of-lines`, body)
  await call('POST', '/api/events/webhook/shop-of-lines', { url: receiver.url, authorization: 'Bearer hidden-bearer' })

  const sent = (await send('form', { number: ANA, message: 'Your-details', flowToken: 'token-of-ana' })).body.data
  await onPhone(sandbox, ANA, sent.messageId)
  const values = { full_name: 'Carlota Quintanilha', cpf_or_cnpj: '529.982.247-25' }
  await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, values })
  const answered = `/api/form/get/shop-of-lines?messageId=${sent.messageId}&wait=10`
  expect((await call('GET', answered)).body.form.state).toBe('answered')
  await control(sandbox, `phones/${ANA}/text`, { to: `${SHOP}@s.whatsapp.net`, text: 'heard-text' })
  await control(sandbox, 'faults', { account: SHOP, nack: { code: 463 } })
  expect((await send('text', { number: ANA, message: 'refused-text' })).status).toBe(500)
  const before = await statusOf(gateway, 'shop-of-lines')
  await control(sandbox, 'faults', { account: SHOP, drop: 'kill' })
  await control(sandbox, 'faults', {})
  const lost = 'formwire_disconnects_total{reason="connection_lost",next="retry"}'
  await expect.poll(async () => (await scrape(baseUrl))[lost]).toBe(1)
  await untilStatus(gateway, 'shop-of-lines', 'connected', before)
  await call('GET', `/api/nothing/${ANA}?token=${token}`)
  await call('GET', `/api/form/person/shop-of-lines?number=${ANA}`)

  const database = new DatabaseSync(join(folder(), 'data/formwire.db'), { timeout: 5_000 })
  database.exec('pragma legacy_alter_table = on; alter table message rename to away')
  expect((await call('GET', `/api/form/person/shop-of-lines?number=${ANA}`)).status).toBe(500)
  await send('text', { number: ANA, message: 'refused-text' })
  await control(sandbox, `phones/${ANA}/text`, { to: `${SHOP}@s.whatsapp.net`, text: 'unheard-text' })
  database.exec('alter table away rename to message')
  database.close()
  await call('DELETE', '/api/instance/logout/shop-of-lines')
  await expect.poll(() => receiver.deliveries.length).toBeGreaterThan(3)
  served.child.kill('SIGTERM')
  const { code, stdout, stderr } = await served.ended
  expect([code, stderr]).toEqual([0, ''])

  const [greeting, ...printed] = stdout
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('Your account'))
    .sort((left, right) => Number(left.startsWith('{')) - Number(right.startsWith('{')))
  expect(greeting).toContain(`Formwire is ready at ${baseUrl}`)
  const lines = printed.map((line) => JSON.parse(line) as Line)

  const sentences = sentencesOf(SRC)
  expect([...new Set(lines.map(({ msg }) => msg))].filter((sentence) => !sentences.includes(`'${sentence}'`))).toEqual(
    [],
  )
  const fields = new Set(lines.flatMap((line) => Object.keys(line)))
  for (const field of fields) expect(FIELDS, field).toContain(field)

  const secrets = [
    ...['Quintanilha', '529.982', '52998224725', 'Your-details', 'refused-text', 'heard-text', 'Ana Souza'],
    ...[SHOP, ANA, '551187654321', lid, '@s.whatsapp', '@lid', '@g.us', 'token-of-ana', 'shop-of-lines', 'Owner of'],
    ...[token, TOKEN, 'hidden-bearer', receiver.url, '/hook', 'http:', 'ws:', '127.0.0.1', sandbox.rootKey, '?'],
  ]
  expect(printed.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([])

  const about = (msg: string) => lines.filter((line) => line.msg === msg)
  const instanceId = expect.stringMatching(/^ins_/)
  const states = about('a line changed its state').map(({ state, reason }) => [state, reason].join(' ').trim())
  expect(states.slice(0, 2)).toEqual(['connecting', 'linking'])
  expect(states.slice(-4)).toEqual(['waiting connection_lost', 'connecting', 'open', 'ended logged_out'])
  expect(about('a message failed')[0]).toMatchObject({
    level: 30,
    instanceId,
    messageId: expect.any(String),
    code: '463',
  })
  expect(about('an answer came in')).toMatchObject([{ instanceId, formId: expect.any(String) }])
  const requests = about('a request was answered')
  const route = '/api/message/text/:instance'
  expect(requests.find((line) => line['route'] === route)).toMatchObject({ level: 30, status: 500, instanceId })
  expect(requests.find((line) => line['status'] === 404)).toMatchObject({ level: 20, method: 'GET' })
}, 120_000)

/** Everything that a line may say: fixed words, ids, codes, counts. */
const FIELDS = [
  ...['level', 'time', 'msg', 'instanceId', 'messageId', 'answerId', 'formId', 'webhookId', 'deliveryId'],
  ...['state', 'reason', 'code', 'incident', 'method', 'route', 'status', 'ms', 'units'],
  ...['fault', 'error', 'name', 'at'],
]

/** The whole source: a sentence that is not in it was put together. */
function sentencesOf(place: string): string {
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(place, file), 'utf8'))
    .join('\n')
}
