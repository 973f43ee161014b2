import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGateway, type TestGateway } from './gateway.ts'
import { control, linkInstance, type Sandbox, startSandbox } from './sandbox.ts'

const SHOP = '5511940000001'
const ANA = '5511987654321'
const BRUNO = '5521912345678'

const VALUES = {
  full_name: 'Ana Souza',
  phone_number: '11 98765-4321',
  email: 'ana@exemplo.com.br',
  cpf_or_cnpj: '529.982.247-25',
  cep: '01001-000',
  state: 'SP',
  city: 'São Paulo',
  neighborhood: 'Sé',
  street_and_number: 'Praça da Sé, 1',
}

let sandbox: Sandbox
let gateway: TestGateway
let lids: Record<string, string>

beforeAll(async () => {
  sandbox = await startSandbox()
  gateway = await startGateway({ sandbox })
  lids = {}
  for (const [phone, name] of [
    [ANA, 'Ana Souza'],
    [BRUNO, 'Bruno Lima'],
  ] as const) {
    lids[phone] = String((await control(sandbox, 'phones', { phone, name }))['lid'])
  }
  await linkInstance(gateway, sandbox, 'shop', SHOP)
})

afterAll(async () => {
  await gateway?.stop()
  await sandbox?.close()
})

async function send(body: object) {
  const sent = await gateway.call('POST', '/api/message/form/shop', {
    body: { message: 'Your details, please', ...body },
  })
  expect(sent.body).toMatchObject({ success: true, status: 'sent', message: 'Message sent successfully' })
  return sent.body.data
}

async function read(messageId: string, wait = 10) {
  const reply = await gateway.call('GET', `/api/form/get/shop?messageId=${messageId}&wait=${wait}`)
  expect(reply.status).toBe(200)
  return reply.body.form
}

/** What a phone shows of a message, once it is there. */
async function onPhone(phone: string, messageId: string) {
  for (let after = 0; ; ) {
    const page = await control(sandbox, `phones/${phone}/messages?after=${after}&waitMs=10000`)
    const messages = page['messages'] as { id: string; message: Record<string, unknown>; stanza: Stanza }[]
    const found = messages.find((message) => message.id === messageId)
    if (found) return found
    if (messages.length === 0) throw new Error('the message did not reach the phone')
    after = page['seq'] as number
  }
}

interface Stanza {
  tag: string
  attrs: Record<string, string>
  content?: Stanza[]
}

test('the phone gets the message and the stanza nodes that make it a form', async () => {
  const sent = await send({ number: ANA, flowToken: 'lead 7', headerText: 'Loja', footerText: 'Obrigado' })
  expect(sent).toMatchObject({
    messageType: 'interactive',
    content: 'Your details, please',
    direction: 'outgoing',
    source: 'api',
    flowToken: 'lead 7',
    chat: { jid: `${ANA}@s.whatsapp.net`, lid: lids[ANA], type: 'private' },
    warnings: [],
  })
  const { message, stanza } = await onPhone(ANA, sent.messageId)
  const interactive = message['interactiveMessage'] as Record<string, never>
  expect(interactive).toMatchObject({ header: { title: 'Loja' }, body: { text: 'Your details, please' } })
  const flow = interactive['nativeFlowMessage'] as unknown as { buttons: { name: string; buttonParamsJson: string }[] }
  expect(flow).toMatchObject({ messageParamsJson: '{}', messageVersion: 3, buttons: [{ name: 'galaxy_message' }] })
  expect(JSON.parse(flow.buttons[0]?.buttonParamsJson ?? '')).toMatchObject({
    flow_id: '1889354358373616',
    flow_cta: 'Preencher',
    flow_token: 'lead 7',
    flow_action: 'navigate',
  })
  const biz = stanza.content?.find((child) => child.tag === 'biz')
  expect(biz?.content?.map((child) => child.tag)).toEqual(['interactive', 'quality_control'])
})

test('parameters of one’s own arrive byte for byte', async () => {
  const params = '{ "flow_token" : "t\\u00e3o", "flow_id":"42",\n\t"flow_cta": "Abrir", "z": 1, "a": [ ] }'
  const sent = await send({ number: ANA, buttonParamsJSON: params, formType: 17, fullNameVisible: 'maybe' })
  const { message } = await onPhone(ANA, sent.messageId)
  const buttons = (
    message as { interactiveMessage: { nativeFlowMessage: { buttons: { buttonParamsJson: string }[] } } }
  ).interactiveMessage.nativeFlowMessage.buttons
  expect(buttons[0]?.buttonParamsJson).toBe(params)
  expect(sent.flowToken).toBe('tão')
})

test.each([1, 2, 3])('an answer in shape %i comes back typed and matched', async (shape) => {
  const sent = await send({ number: ANA })
  await onPhone(ANA, sent.messageId)
  await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, values: VALUES, shape })
  const form = await read(sent.messageId)
  expect(form).toMatchObject({ state: 'answered', answerCount: 1, late: false, flowToken: sent.flowToken })
  expect(form.answers).toMatchObject({
    fullName: 'Ana Souza',
    phoneNumber: { e164: '+5511987654321', raw: '11 98765-4321', valid: true },
    email: { value: 'ana@exemplo.com.br', valid: true },
    cpfOrCnpj: { kind: 'cpf', digits: '52998224725', formatted: '529.982.247-25', valid: true },
    deliveryAddress: { postalCode: '01001-000', state: 'SP', city: 'São Paulo', street: 'Praça da Sé, 1' },
  })
  expect(form.revisions).toHaveLength(1)
  expect(form.revisions[0]).toMatchObject({ revision: 1, matchedBy: 'token', from: { jid: `${ANA}@s.whatsapp.net` } })
  expect(JSON.parse(form.revisions[0].raw)).toHaveProperty('flow_token', sent.flowToken)
})

test('an answer without a token is matched by the message that it quotes', async () => {
  const sent = await send({ number: ANA })
  await onPhone(ANA, sent.messageId)
  const paramsJson = JSON.stringify({ flow_token: 'unused', full_name: 'Ana' })
  await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, paramsJson })
  const form = await read(sent.messageId)
  expect(form.revisions[0]).toMatchObject({ matchedBy: 'quote', answers: { fullName: 'Ana' } })
})

test('an answer that quotes nothing is matched by its token, from the LID too, wrapped too', async () => {
  const sent = await send({ number: ANA })
  await onPhone(ANA, sent.messageId)
  const answer = { messageId: sent.messageId, values: VALUES, quote: false, from: 'lid', wrap: 'ephemeral' }
  await control(sandbox, `phones/${ANA}/answer`, answer)
  const form = await read(sent.messageId)
  expect(form).toMatchObject({ state: 'answered', answers: { fullName: 'Ana Souza' } })
  expect(form.revisions[0]).toMatchObject({ matchedBy: 'token' })
})

test('a form to a LID comes back from there', async () => {
  const sent = await send({ number: lids[BRUNO] })
  await onPhone(BRUNO, sent.messageId)
  await control(sandbox, `phones/${BRUNO}/answer`, { messageId: sent.messageId, values: { full_name: 'Bruno Lima' } })
  expect(await read(sent.messageId)).toMatchObject({ state: 'answered', answers: { fullName: 'Bruno Lima' } })
})

test('in a group anyone may answer, and each keeps revisions of their own', async () => {
  const { jid } = await control(sandbox, 'groups', { subject: 'Turma', members: [SHOP, ANA, BRUNO], addressing: 'lid' })
  const sent = await send({ number: jid })
  expect(sent.chat).toMatchObject({ jid, type: 'group', groupName: 'Turma' })
  for (const [phone, name] of [
    [ANA, 'Ana'],
    [BRUNO, 'Bruno'],
    [ANA, 'Ana Souza'],
  ] as const) {
    await onPhone(phone, sent.messageId)
    await control(sandbox, `phones/${phone}/answer`, { messageId: sent.messageId, values: { full_name: name } })
    await expect
      .poll(async () => (await read(sent.messageId)).revisions.at(-1)?.answers.fullName, { timeout: 10_000 })
      .toBe(name)
  }
  const form = await read(sent.messageId)
  expect(form.answerCount).toBe(3)
  expect(form.revisions.map((one: { revision: number }) => one.revision)).toEqual([1, 1, 2])
})

test('the token alone is not trusted: another person’s answer changes nothing', async () => {
  const sent = await send({ number: ANA })
  await onPhone(ANA, sent.messageId)
  const forged = {
    to: `${SHOP}@s.whatsapp.net`,
    paramsJson: JSON.stringify({ flow_token: sent.flowToken, full_name: 'X' }),
  }
  await control(sandbox, `phones/${BRUNO}/answer`, forged)
  await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, values: { full_name: 'Ana' } })
  const form = await read(sent.messageId)
  expect(form).toMatchObject({ answerCount: 1, answers: { fullName: 'Ana' } })
})

test('a hostile answer is kept out of the form, and the next honest one goes through', async () => {
  const sent = await send({ number: ANA })
  await onPhone(ANA, sent.messageId)
  for (const paramsJson of ['{'.repeat(50_000), `{"flow_token":"${sent.flowToken}"`, 'x'.repeat(300_000), '\u0000{}']) {
    await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, paramsJson })
  }
  await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, values: { full_name: 'Ana' } })
  expect(await read(sent.messageId)).toMatchObject({ answerCount: 1, answers: { fullName: 'Ana' } })
})

test('no time of a form is before the one at which it was made', async () => {
  const sent = await send({ number: ANA })
  await onPhone(ANA, sent.messageId)
  await control(sandbox, `phones/${ANA}/answer`, { messageId: sent.messageId, values: VALUES })
  const { createdAt, sentAt, deliveredAt, answeredAt } = await read(sent.messageId)
  for (const time of [sentAt, deliveredAt, answeredAt]) if (time !== null) expect(time >= createdAt).toBe(true)
  expect(answeredAt).not.toBeNull()
})

test('delivered and read are seen on the form', async () => {
  const sent = await send({ number: ANA })
  await onPhone(ANA, sent.messageId)
  await expect.poll(async () => (await read(sent.messageId, 0)).deliveredAt, { timeout: 10_000 }).not.toBeNull()
  await control(sandbox, `phones/${ANA}/receipt`, { messageId: sent.messageId, type: 'read' })
  await expect.poll(async () => (await read(sent.messageId, 0)).state, { timeout: 10_000 }).toBe('read')
})

test('a refusal by WhatsApp is a 500 with its reason, and the form says failed', async () => {
  await control(sandbox, 'faults', { account: SHOP, nack: { code: 479 } })
  try {
    const reply = await gateway.call('POST', '/api/message/form/shop', {
      body: { number: ANA, message: 'No', flowToken: 'refused' },
    })
    expect(reply.status).toBe(500)
    expect(reply.body).toMatchObject({ success: false, status: 'send_failed', error: { code: 'send_failed' } })
    expect(reply.body.error.message).toMatch(/^Failed to send message: /)
  } finally {
    await control(sandbox, 'faults', {})
  }
  const reply = await gateway.call('GET', '/api/form/get/shop?flowToken=refused')
  expect(reply.body.form).toMatchObject({ state: 'failed', failure: { code: '479' } })
})

test.each([
  [{ message: 'x' }, 'Number is required', undefined],
  [{ number: ' ', message: 'x' }, 'Number is required', undefined],
  [{ number: ANA }, 'Message is required', undefined],
  [{ number: 'abc', message: 'x' }, /^Invalid phone number format: /, 'invalid_number'],
  [{ number: '551100000000', message: 'x' }, /^Invalid phone number format: /, 'invalid_number'],
  [{ number: '123@newsletter', message: 'x' }, /^Invalid phone number format: /, 'invalid_number'],
  [{ number: ANA, message: 'x', formType: 'poll' }, /^Invalid request: /, undefined],
  [{ number: ANA, message: 'x', buttonParamsJSON: '[]' }, /^Invalid request: buttonParamsJSON /, undefined],
])('%j is refused with its literal', async (body, message, status) => {
  const reply = await gateway.call('POST', '/api/message/form/shop', { body })
  expect(reply.status).toBe(400)
  expect(reply.body.error.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
  expect(reply.body.status).toBe(status)
})

test('a Brazilian number is found with and without the ninth digit', async () => {
  const sent = await send({ number: '+55 (11) 8765-4321' })
  expect(sent.chat.jid).toBe(`${ANA}@s.whatsapp.net`)
})

test('a wait ends when its time is over, with the form as it is', async () => {
  const sent = await send({ number: ANA })
  const form = await read(sent.messageId, 1)
  expect(form).toMatchObject({ answers: null, answerCount: 0 })
  const unknown = await gateway.call('GET', '/api/form/get/shop?messageId=nothing')
  expect([unknown.status, unknown.body.error.message]).toEqual([404, 'Form not found'])
})
