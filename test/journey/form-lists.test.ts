import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../src/kernel/clock.ts'
import { startGateway } from './gateway.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { control, untilStatus } from './sandbox.ts'
import { ANA, BRUNO, onPhone, openShop, SHOP, type Shop } from './shop.ts'

const PATIENCE = { timeout: 15_000 }
const TO_SHOP = `${SHOP}@s.whatsapp.net`

let shop: Shop
let receiver: Receiver
let dataDir: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'formwire-lists-'))
  shop = await openShop({ dataDir })
  receiver = await startReceiver()
  await shop.gateway.call('POST', '/api/events/webhook/shop', {
    body: { enabled: true, url: receiver.url, events: ['form.answered'] },
  })
})

afterAll(async () => {
  await shop?.close()
  await receiver?.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function get(what: string, query: Record<string, string> = {}) {
  return shop.gateway.call('GET', `/api/form/${what}/shop?${new URLSearchParams(query)}`)
}

async function send(body: object): Promise<string> {
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', {
    body: { number: ANA, message: 'Oi', ...body },
  })
  expect(sent.body).toMatchObject({ success: true })
  return sent.body.data.messageId
}

async function answer(phone: string, messageId: string, values: object): Promise<void> {
  await onPhone(shop.sandbox, phone, messageId)
  await control(shop.sandbox, `phones/${phone}/answer`, { messageId, values })
  const reply = await get('get', { messageId, wait: '15' })
  expect(reply.body.form.state).toBe('answered')
}

const forge = (phone: string, paramsJson: string) =>
  control(shop.sandbox, `phones/${phone}/answer`, { to: TO_SHOP, paramsJson, quote: false })

async function unmatched(): Promise<[reason: string, token: string | null][]> {
  const { answers } = (await get('unmatched')).body
  return answers.map((one: { reason: string; flowToken: string | null }) => [one.reason, one.flowToken])
}

async function listed(query: Record<string, string>): Promise<string[]> {
  const { status, body } = await get('list', query)
  expect([status, body.success]).toEqual([200, true])
  return body.forms.map(({ messageId }: { messageId: string }) => messageId)
}

const toldOf = (messageId: string) => receiver.deliveries.filter(({ event }) => event.data.form.messageId === messageId)

test('forms are sent, answered, listed and found, and the statistics add up', async () => {
  expect((await get('list')).body).toEqual({ success: true, message: '0 Forms found', forms: [], nextCursor: null })
  const ana = await send({ source: 'crm', formName: 'cadastro', flowToken: 'lead-1' })
  const bruno = await send({ number: BRUNO, source: 'bot' })
  const again = await send({ source: 'crm' })
  await answer(ANA, ana, { full_name: 'Ána de Souza', email: 'Ana@Exemplo.com.br', cpf_or_cnpj: '529.982.247-25' })
  await answer(BRUNO, bruno, { full_name: 'Bruno Lima' })

  const all = (await get('list')).body
  expect(all.message).toBe('3 Forms found')
  expect(await listed({})).toEqual([again, bruno, ana])
  expect(all.forms[2]).toMatchObject({ state: 'answered', answers: { fullName: 'Ána de Souza' }, answerCount: 1 })
  expect(all.forms[2]).not.toHaveProperty('revisions')
  expect((await get('list', { q: 'ana de' })).body.message).toBe('1 Form found')
  for (const q of ['ana DE  souza', 'ANA@', '52998', '529.982', 'lead-']) expect(await listed({ q }), q).toEqual([ana])
  expect(await listed({ source: 'crm' })).toEqual([again, ana])
  expect(await listed({ state: 'answered', number: '+55 21 91234-5678' })).toEqual([bruno])
  expect(await listed({ from: '2099-01-01' })).toEqual([])

  const first = (await get('list', { limit: '2' })).body
  expect(first.forms.map(({ messageId }: { messageId: string }) => messageId)).toEqual([again, bruno])
  expect(await listed({ limit: '2', cursor: first.nextCursor })).toEqual([ana])

  const { body } = await get('stats', { timezone: 'America/Sao_Paulo' })
  expect(body).toMatchObject({ success: true, message: 'Form statistics' })
  const { stats } = body
  expect(stats).toMatchObject({
    ...{ total: 3, answers: 2, failures: [], states: { answered: 2, failed: 0 } },
    funnel: { sent: 3, answered: 2 },
    sources: [
      { source: 'crm', total: 2, answered: 1 },
      { source: 'bot', total: 1, answered: 1 },
    ],
    formTypes: [{ formType: 'contact_details', total: 3, answered: 2 }],
    formNames: [
      { formName: null, total: 2, answered: 1 },
      { formName: 'cadastro', total: 1, answered: 1 },
    ],
  })
  expect(stats.medianSecondsToAnswer).toBeGreaterThanOrEqual(0)
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  expect(sum(Object.values(stats.states))).toBe(3)
  expect(sum(stats.days.map(({ total }: { total: number }) => total))).toBe(3)
  expect((await get('stats', { source: 'crm', to: '2020-01-01' })).body.stats.total).toBe(0)
})

test('answers that belong to no form are listed with their reason', async () => {
  const sent = await send({ flowToken: 'hers' })
  await onPhone(shop.sandbox, ANA, sent)
  await forge(BRUNO, JSON.stringify({ flow_token: 'hers', full_name: 'X' }))
  await expect.poll(unmatched, PATIENCE).toEqual([['wrong_sender', 'hers']])
  await forge(BRUNO, JSON.stringify({ flow_token: 'nobody-knows' }))
  await expect.poll(unmatched, PATIENCE).toHaveLength(2)
  await forge(BRUNO, '{"flow_token":')
  await expect.poll(unmatched, PATIENCE).toEqual([
    ['not_json', null],
    ['unknown_form', 'nobody-knows'],
    ['wrong_sender', 'hers'],
  ])
  const { body } = await get('unmatched', { limit: '1' })
  expect(body).toMatchObject({ success: true, message: '1 Answer found' })
  expect(body.answers[0]).toMatchObject({
    from: { jid: `${BRUNO}@s.whatsapp.net`, lid: shop.lids[BRUNO], name: 'Bruno Lima' },
    ...{ quoted: null, raw: '{"flow_token":', erased: false },
  })
  expect((await get('unmatched', { cursor: body.nextCursor })).body.answers).toHaveLength(2)
})

test('an answer that came before its form is given to it when the form goes out', async () => {
  await forge(ANA, JSON.stringify({ flow_token: 'early', full_name: 'Ana' }))
  await expect.poll(unmatched, PATIENCE).toContainEqual(['unknown_form', 'early'])
  const sent = await send({ flowToken: 'early' })
  const reply = await get('get', { messageId: sent, wait: '15' })
  expect(reply.body.form).toMatchObject({ state: 'answered', answers: { fullName: 'Ana' }, answerCount: 1 })
  expect(await unmatched()).not.toContainEqual(['unknown_form', 'early'])
  await expect.poll(() => toldOf(sent), PATIENCE).toHaveLength(1)
  expect(await listed({ q: 'ana', flowToken: 'early' })).toEqual([sent])
})

test('an answer of long before is not given to a form that has its token again', async () => {
  await forge(ANA, JSON.stringify({ flow_token: 'old', full_name: 'Ana' }))
  await expect.poll(unmatched, PATIENCE).toContainEqual(['unknown_form', 'old'])
  await shop.gateway.stop()
  const inTwoHours = { ...systemClock, now: () => Date.now() + 7_200_000 }
  shop.gateway = await startGateway({ sandbox: shop.sandbox, dataDir, clock: inTwoHours })
  await untilStatus(shop.gateway, 'shop', 'connected')
  const sent = await send({ flowToken: 'old' })
  await onPhone(shop.sandbox, ANA, sent)
  await expect
    .poll(async () => (await get('get', { messageId: sent })).body.form.state, PATIENCE)
    .toMatch(/^(sent|delivered)$/)
  expect(await unmatched()).toContainEqual(['unknown_form', 'old'])
})

test.each([
  ['list', { cursor: 'garbage' }, 'cursor'],
  ['list', { limit: '201' }, 'limit'],
  ['list', { state: 'lost' }, 'state'],
  ['list', { number: '12' }, 'number'],
  ['list', { q: 'x'.repeat(257) }, 'q'],
  ['list', { from: '2026-02-31' }, 'from'],
  ['unmatched', { cursor: 'garbage' }, 'cursor'],
  ['unmatched', { limit: '0' }, 'limit'],
  ['stats', { timezone: 'Mars/Olympus' }, 'timezone'],
  ['stats', { to: 'soon' }, 'to'],
])('%s with %j is refused', async (what, query, path) => {
  const { status, body } = await get(what, query as Record<string, string>)
  expect([status, body.success, body.error.code]).toEqual([400, false, 'request_invalid'])
  expect(body.error.details).toMatchObject([{ path: expect.stringContaining(path) }])
})
