import { type GatewayOptions, startGateway, type TestGateway } from './gateway.ts'
import { control, linkInstance, type Sandbox, startSandbox } from './sandbox.ts'

export const SHOP = '5511940000001'
export const ANA = '5511987654321'
export const BRUNO = '5521912345678'

/** A linked number, and two people with phones. */
export interface Shop {
  sandbox: Sandbox
  gateway: TestGateway
  /** TokenInstance of `shop`. */
  token: string
  /** LID of a phone. */
  lids: Record<string, string>
  close(): Promise<void>
}

/** Starts sandbox and gateway, and links the instance `shop`. */
export async function openShop(options: Omit<GatewayOptions, 'sandbox'> = {}): Promise<Shop> {
  const sandbox = await startSandbox()
  const gateway = await startGateway({ sandbox, ...options })
  const lids: Record<string, string> = {}
  for (const [phone, name] of [
    [ANA, 'Ana Souza'],
    [BRUNO, 'Bruno Lima'],
  ] as const) {
    lids[phone] = String((await control(sandbox, 'phones', { phone, name }))['lid'])
  }
  const { token } = await linkInstance(gateway, sandbox, 'shop', SHOP)
  const shop: Shop = {
    sandbox,
    gateway,
    token,
    lids,
    async close() {
      await shop.gateway.stop()
      await sandbox.close()
    },
  }
  return shop
}

/** Somebody writes to the shop, which knows them from then on. */
export async function hearFrom({ sandbox, gateway }: Shop, phone: string): Promise<void> {
  const { id } = await control(sandbox, `phones/${phone}/text`, { to: SHOP, text: 'bom dia' })
  const deadline = Date.now() + 15_000
  while ((await gateway.call('GET', `/api/chat/getMessage/shop?messageId=${id}`)).status !== 200) {
    if (Date.now() > deadline) throw new Error('the shop was not told of a text')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** A message as a phone of the sandbox has it. */
export interface PhoneMessage {
  id: string
  chat: string
  from: string
  fromMe: boolean
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails where it is not
  message: any
  stanza: Stanza
}

export interface Stanza {
  tag: string
  attrs: Record<string, string>
  content?: Stanza[]
}

/** What a phone shows of a message, once it is there. */
export async function onPhone(sandbox: Sandbox, phone: string, messageId: string): Promise<PhoneMessage> {
  for (let after = 0; ; ) {
    const page = await control(sandbox, `phones/${phone}/messages?after=${after}&waitMs=10000`)
    const messages = page['messages'] as PhoneMessage[]
    const found = messages.find((message) => message.id === messageId)
    if (found) return found
    if (messages.length === 0) throw new Error('the message did not reach the phone')
    after = page['seq'] as number
  }
}

/** Everything that a phone has, own messages included. */
export async function allOnPhone(sandbox: Sandbox, phone: string): Promise<PhoneMessage[]> {
  return (await control(sandbox, `phones/${phone}/messages?after=0`))['messages'] as PhoneMessage[]
}

/** The presences that a phone was shown: `composing`, `paused`, … */
export async function presencesOf(sandbox: Sandbox, phone: string): Promise<{ chat: string; state: string }[]> {
  return (await control(sandbox, `phones/${phone}/presence?after=0`))['presence'] as { chat: string; state: string }[]
}
