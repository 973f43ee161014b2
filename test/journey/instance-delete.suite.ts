import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Client, escapeIdentifier } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { startGateway, type TestGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, linkInstance, type Sandbox, startSandbox, untilStatus } from './sandbox.ts'
import { onPhone } from './shop.ts'
import { findTraces } from './traces.ts'

const SHOP = '5511940000001'
const ANA = '5511987654321'

/** Logging out and deleting an instance that was used, and what is left of it in the store. */
export function testDeleting(engine: EngineName): void {
  let place: StorePlace
  let sandbox: Sandbox
  let gateway: TestGateway
  let receiver: Receiver

  beforeAll(async () => {
    place = await makePlace(engine)
    sandbox = await startSandbox()
    receiver = await startReceiver()
    const { databaseUrl, dataDir } = place.options
    const environment = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
    gateway = await startGateway({ dataDir, sandbox, environment })
  })

  afterAll(async () => {
    await gateway.stop()
    await sandbox.close()
    await receiver.close()
    await place.remove()
  })

  /** Tables with rows in them: the store has one account, and what is here belongs to its instances. */
  const filled = async (): Promise<string[]> => {
    const counts = await countRows(place)
    return Object.keys(counts).filter((table) => counts[table])
  }

  test('an instance that is logged out has no keys left; one that is deleted leaves no row and no trace', async () => {
    const { token } = await linkInstance(gateway, sandbox, 'shop', SHOP)
    const { id } = (await gateway.call('GET', '/api/instance/list')).body.instances[0]
    await control(sandbox, 'phones', { phone: ANA, name: 'Anabela Quadros' })
    await gateway.call('POST', '/api/events/webhook/shop', { body: { url: receiver.url } })
    await gateway.call('POST', '/api/events/websocket/shop', { body: { enabled: true } })
    const body = { number: ANA, message: 'Your details' }
    const headers = { 'idempotency-key': 'once' }
    const sent = await gateway.call('POST', '/api/message/form/shop', { body, headers })
    await onPhone(sandbox, ANA, sent.body.data.messageId)
    await control(sandbox, `phones/${ANA}/answer`, { values: { full_name: 'Anabela Quadros' } })
    const answered = () => receiver.deliveries.some(({ raw }) => raw.includes('interactive_response'))
    await expect.poll(answered, { timeout: 15_000 }).toBe(true)
    await expect.poll(filled, { timeout: 15_000 }).toEqual(expect.arrayContaining(OF_INSTANCE))

    for (const _ of ['once', 'again']) await gateway.call('DELETE', '/api/instance/logout/shop')
    const kept = await filled()
    expect(kept.filter((table) => OF_DEVICE.includes(table))).toEqual([])
    expect(kept).toEqual(expect.arrayContaining(OF_INSTANCE.filter((table) => !OF_DEVICE.includes(table))))
    const own = await gateway.call('GET', '/api/instance/list', { token })
    expect(own.body.instances).toMatchObject([{ name: 'shop', status: 'loggedout', token }])

    const shown = await gateway.call('GET', '/api/instance/connect/shop')
    await control(sandbox, 'link', { phone: SHOP, qr: shown.body.qrCode })
    await untilStatus(gateway, 'shop', 'connected')
    await gateway.call('DELETE', '/api/instance/delete/shop')
    await expect.poll(filled, { timeout: 15_000 }).toEqual(LEFT)
    expect((await control(sandbox, `phones/${SHOP}/devices`))['devices']).toEqual([])
    expect(await findTraces(place, [id, 'Anabela', SHOP, ANA])).toEqual([])
  })
}

const OF_DEVICE = ['credential', 'signal_key']
const OF_INSTANCE = [
  ...OF_DEVICE,
  'answer',
  'attempt',
  'delivery',
  'event',
  'form',
  'form_count',
  'idempotency',
  'instance',
  'message',
  'recipient',
  'webhook',
  'websocket',
]
const LEFT = ['account', 'kysely_migration', 'kysely_migration_lock', 'setting']

async function countRows({ options: { dataDir, databaseUrl } }: StorePlace): Promise<Record<string, number>> {
  if (databaseUrl === undefined) {
    const file = new DatabaseSync(join(dataDir, 'formwire.db'), { readOnly: true })
    const all = (sql: string) => file.prepare(sql).all() as Record<string, string | number>[]
    const names = all("select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name")
    const counts = names.map(({ name }) => [name, all(`select count(*) as rows from "${name}"`)[0]?.['rows']])
    file.close()
    return Object.fromEntries(counts)
  }
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const tables = await client.query<{ name: string }>(
      'select table_name as name from information_schema.tables where table_schema = current_schema order by 1',
    )
    const counts: Record<string, number> = {}
    for (const { name } of tables.rows) {
      const { rows } = await client.query(`select count(*)::int as rows from ${escapeIdentifier(name)}`)
      counts[name] = rows[0].rows
    }
    return counts
  } finally {
    await client.end()
  }
}
