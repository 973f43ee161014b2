import { type Api, createApi, mustSucceed } from './http.ts'
import { CUSTOMER, SHOP } from './people.ts'
import type { World } from './world.ts'

const INSTANCE = 'demo'
const LINK_TIMEOUT_MS = 30_000
const SLOWEST_LOOK_MS = 2_000

/** Everything a person needs to play: a linked instance and a customer's phone. */
export interface Stage {
  instance: string
  instanceToken: string
  /** Digits of the customer's phone. */
  phone: string
  gateway: Api
  sandbox: Api
}

/** Makes the phones and the instance, and lets the shop's phone scan the instance's code. Finds them made before. */
export async function setStage(world: World): Promise<Stage> {
  const sandbox = createApi(world.controlUrl, {})
  const account = createApi(world.localUrl, { token: world.accountToken })
  for (const person of [SHOP, CUSTOMER]) {
    await mustSucceed('making a phone', sandbox.post('/control/phones', person))
  }
  const instanceToken = await findOrMakeInstance(account)
  const gateway = createApi(world.localUrl, { token: instanceToken })
  await link(account, sandbox)
  return { instance: INSTANCE, instanceToken, phone: CUSTOMER.phone, gateway, sandbox }
}

async function findOrMakeInstance(account: Api): Promise<string> {
  const listed = await account.get(`/api/instance/list?instanceName=${INSTANCE}`)
  if (listed.status === 200) {
    const [found] = listed.body['instances'] as { token: string }[]
    if (found) return found.token
  }
  const made = await mustSucceed('making the instance', account.post('/api/instance/new', { name: INSTANCE }))
  return (made['instance'] as { token: string }).token
}

/**
 * Shows the code to the shop's phone, unless the instance is linked from an earlier start. It asks as the account and
 * ever more seldom: the rate limit of the instance's token is the person's.
 */
async function link(account: Api, sandbox: Api): Promise<void> {
  const deadline = Date.now() + LINK_TIMEOUT_MS
  let hasScanned = false
  for (let pauseMs = 50; Date.now() < deadline; pauseMs = Math.min(pauseMs * 1.5, SLOWEST_LOOK_MS)) {
    if ((await stateOf(account)) === 'connected') return
    if (!hasScanned) {
      const code = await account.get(`/api/instance/connect/${INSTANCE}`)
      if (code.body['status'] === 'qr') {
        await mustSucceed('linking', sandbox.post('/control/link', { phone: SHOP.phone, qr: code.body['qrCode'] }))
        hasScanned = true
      }
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs))
  }
  throw new Error('The instance was not linked within 30 seconds.')
}

async function stateOf(account: Api): Promise<unknown> {
  const listed = await mustSucceed('listing instances', account.get(`/api/instance/list?instanceName=${INSTANCE}`))
  return (listed['instances'] as { status: string }[])[0]?.status
}
