import { randomBytes } from 'node:crypto'
import type { TestGateway } from '../journey/gateway.ts'
import { control, type Sandbox } from '../journey/sandbox.ts'

/** Invented people; a test file may make more. */
export const ANA = '5511987654321'
export const BRUNO = '5521912345678'

/** A linked number, spoken for by the token of its instance. */
export interface LinkedNumber {
  name: string
  token: string
  phone: string
}

interface Place {
  gateway: TestGateway
  sandbox: Sandbox
}

/** People with phones in the sandbox; Ana and Bruno unless others are named. */
export async function makePeople(
  { sandbox }: Pick<Place, 'sandbox'>,
  people: Record<string, string> = { [ANA]: 'Ana Souza', [BRUNO]: 'Bruno Lima' },
): Promise<void> {
  for (const [phone, name] of Object.entries(people)) await control(sandbox, 'phones', { phone, name })
}

/** An instance that is not linked yet. `name` must be unused. */
export async function makeInstance({ gateway }: Pick<Place, 'gateway'>, name: string): Promise<{ token: string }> {
  const made = await gateway.call('POST', '/api/instance/new', { body: { name } })
  if (made.status !== 201) throw new Error(`${name}: ${JSON.stringify(made.body)}`)
  return { token: made.body.instance.token }
}

/** Makes an instance and links it with a phone of its own, by QR; resolves when it is connected. */
export async function linkNumber(place: Place, name = 'shop', phone = inventPhone()): Promise<LinkedNumber> {
  const { gateway, sandbox } = place
  const { token } = await makeInstance(place, name)
  await control(sandbox, 'phones', { phone, name: `Owner of ${name}` })
  const shown = await gateway.call('GET', `/api/instance/connect/${name}`)
  await control(sandbox, 'link', { phone, qr: shown.body.qrCode })
  await untilConnected(gateway, name)
  return { name, token, phone }
}

/** Waits until the gateway says that the instance is connected. */
export async function untilConnected(gateway: TestGateway, name: string): Promise<void> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const { body } = await gateway.call('GET', `/api/instance/list?instanceName=${name}`)
    const status = body.instances?.[0]?.status
    if (status === 'connected') return
    if (Date.now() > deadline) throw new Error(`${name} is ${status}, not connected`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Sends a form to somebody, Ana unless named, and answers what the call said of it. */
export async function sendForm({ gateway }: Pick<Place, 'gateway'>, instance: string, body: object = {}) {
  const sent = await gateway.call('POST', `/api/message/form/${instance}`, {
    body: { number: ANA, message: 'Olá! Preencha os seus dados, por favor.', ...body },
  })
  if (sent.status !== 200) throw new Error(`sending failed: ${JSON.stringify(sent.body)}`)
  return sent.body.data as { messageId: string; flowToken: string }
}

/** Somebody fills in a form that reached their phone; resolves when the gateway has the answer. */
export async function answerForm(
  { gateway, sandbox }: Place,
  instance: string,
  messageId: string,
  values: Record<string, unknown> = { full_name: 'Ana Souza' },
  phone = ANA,
): Promise<void> {
  await untilOnPhone(sandbox, phone, messageId)
  await control(sandbox, `phones/${phone}/answer`, { messageId, values })
  const read = await gateway.call('GET', `/api/form/get/${instance}?messageId=${messageId}&wait=20`)
  if (read.body.form?.state !== 'answered') throw new Error(`the answer did not come: ${JSON.stringify(read.body)}`)
}

/** Waits until a message is on somebody's phone. */
export async function untilOnPhone(sandbox: Sandbox, phone: string, messageId: string): Promise<void> {
  for (let after = 0; ; ) {
    const page = await control(sandbox, `phones/${phone}/messages?after=${after}&waitMs=10000`)
    const messages = page['messages'] as { id: string }[]
    if (messages.some(({ id }) => id === messageId)) return
    if (messages.length === 0) throw new Error('the message did not reach the phone')
    after = page['seq'] as number
  }
}

/** Digits of a phone that nobody has. */
function inventPhone(): string {
  return `55119${String(randomBytes(4).readUInt32BE() % 100_000_000).padStart(8, '0')}`
}
