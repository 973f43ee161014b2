import { type EngineName, makePlace } from '../../../src/platform/db/test-store.suite.ts'
import { addAccount } from '../account.ts'
import { startGateway, type TestGateway } from '../gateway.ts'
import { control, linkInstance, type Sandbox, scanCode, startSandbox } from '../sandbox.ts'
import { ANA, BRUNO, SHOP } from '../shop.ts'

/** People whose numbers have an older spelling. */
export const MEXICAN = '5215512345678'
export const ARGENTINE = '5491123456789'
const OTHER = '5511940000002'
const RIVAL = '5511940000003'

/** Everything that the rows of the contract speak of. */
export interface World {
  gateway: TestGateway
  sandbox: Sandbox
  /** TokenInstances of the first account's instances, and of the second account's `shop`. */
  tokens: { shop: string; other: string; idle: string; rival: string }
  /** TokenAccount of the second account. */
  rivalAccount: string
  lids: { ana: string; bruno: string }
  groups: { pn: string; lid: string }
  /** Message ids: written by Ana to the shop, in the group by LID, to `other`, and to the second account's `shop`. */
  written: { private: string; group: string; other: string; rival: string }
  /** Sent by the shop into the group. */
  ownInGroup: string
  /** The form that the first row sends, for those that look things up. */
  form: { messageId: string; flowToken: string }
  close(): Promise<void>
}

/** Two accounts; the first with two linked instances and one that was never linked, the second with one of the same name. */
export async function openWorld(engine: EngineName): Promise<World> {
  const place = await makePlace(engine)
  const { databaseUrl, dataDir } = place.options
  const environment: Record<string, string> = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }
  const rivalAccount = await addAccount('rival', { DATA_DIR: dataDir, ...environment })
  const sandbox = await startSandbox()
  const gateway = await startGateway({ sandbox, dataDir, environment })
  const person = async (phone: string, name: string) =>
    String((await control(sandbox, 'phones', { phone, name }))['lid'])
  const lids = { ana: await person(ANA, 'Ana Souza'), bruno: await person(BRUNO, 'Bruno Lima') }
  await person(MEXICAN, 'Lupita')
  await person(ARGENTINE, 'Martina')
  const shop = await linkInstance(gateway, sandbox, 'shop', SHOP)
  const other = await linkInstance(gateway, sandbox, 'other', OTHER)
  const idle = await gateway.call('POST', '/api/instance/new', { body: { name: 'idle' } })
  const rival = { ...gateway, call: as(gateway, rivalAccount) }
  const rivalShop = await rival.call('POST', '/api/instance/new', { body: { name: 'shop' } })
  await scanCode(rival, sandbox, 'shop', RIVAL)

  const group = async (addressing: string) =>
    String((await control(sandbox, 'groups', { subject: 'Turma', members: [SHOP, ANA, BRUNO], addressing }))['jid'])
  const groups = { pn: await group('pn'), lid: await group('lid') }
  const written = async (to: string, name: string, token: string) => {
    const { id } = await control(sandbox, `phones/${ANA}/text`, { to, text: 'Quanto custa?' })
    await untilKept(gateway, name, token, String(id))
    return String(id)
  }
  const send = (kind: string, body: object) => gateway.call('POST', `/api/message/${kind}/shop`, { body })
  const flowToken = 'of the first form'
  const form = (await send('form', { number: ANA, message: 'Oi', flowToken })).body.data
  return {
    gateway,
    sandbox,
    rivalAccount,
    lids,
    groups,
    tokens: {
      shop: shop.token,
      other: other.token,
      idle: idle.body.data.token,
      rival: rivalShop.body.data.token,
    },
    written: {
      private: await written(SHOP, 'shop', shop.token),
      group: await written(groups.lid, 'shop', shop.token),
      other: await written(OTHER, 'other', other.token),
      rival: await written(RIVAL, 'shop', rivalShop.body.data.token),
    },
    ownInGroup: (await send('text', { number: groups.lid, message: 'Nosso' })).body.data.messageId,
    form: { messageId: form.messageId, flowToken },
    async close() {
      await gateway.stop()
      await sandbox.close()
      await place.remove()
    },
  }
}

/** The same gateway, called with another token unless one is given. */
function as(gateway: TestGateway, token: string): TestGateway['call'] {
  return (method, path, call = {}) => gateway.call(method, path, { token, ...call })
}

async function untilKept(gateway: TestGateway, name: string, token: string, messageId: string): Promise<void> {
  const deadline = Date.now() + 15_000
  for (;;) {
    const { status } = await gateway.call('GET', `/api/chat/status/${name}?messageId=${messageId}`, { token })
    if (status === 200) return
    if (Date.now() > deadline) throw new Error('a message that was written did not arrive')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
