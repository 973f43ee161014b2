import { once } from 'node:events'
import { get } from 'node:http'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readCsv, readWorkbook } from '../../src/form/export/read-again.suite.ts'
import { control } from './sandbox.ts'
import { ANA, BRUNO, onPhone, openShop, type Shop } from './shop.ts'

const HOSTILE_NAME = '=HYPERLINK("http://127.0.0.1/";"João")'
const QUESTION = 'Observação, "por favor"'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
  const first = await send(ANA, { formName: 'cadastro', customFields: [{ label: QUESTION }] })
  await answer(ANA, first, { full_name: 'Ana', phone_number: '11 98765-4321', [QUESTION]: 'um\nDois; três' })
  await answer(ANA, first, { full_name: HOSTILE_NAME, cpf_or_cnpj: '529.982.247-25', cep: '01001-000' })
  await send(BRUNO, { source: 'crm' })
})

afterAll(() => shop?.close())

async function send(number: string, body: object): Promise<string> {
  const sent = await shop.gateway.call('POST', '/api/message/form/shop', { body: { number, message: 'Olá!', ...body } })
  expect(sent.body).toMatchObject({ success: true })
  await onPhone(shop.sandbox, number, sent.body.data.messageId)
  return sent.body.data.messageId
}

async function answer(phone: string, messageId: string, values: object): Promise<void> {
  const form = async () => (await shop.gateway.call('GET', `/api/form/get/shop?messageId=${messageId}`)).body.form
  const { answerCount } = await form()
  await control(shop.sandbox, `phones/${phone}/answer`, { messageId, values })
  await vi.waitUntil(async () => (await form()).answerCount === answerCount + 1, { timeout: 10_000 })
}

async function download(query: string) {
  const response = await fetch(`${shop.gateway.baseUrl}/api/form/export/shop${query}`, {
    headers: { token: shop.token },
  })
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

/** Rows as objects by heading. */
function byHeading([headings = [], ...rows]: string[][]): Record<string, string>[] {
  return rows.map((row) => Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])))
}

test('one row a submission and one a form without any, the newest form first', async () => {
  const { response, bytes } = await download('')
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="forms-shop-\d{4}-\d\d-\d\d\.csv"$/,
  )
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const rows = byHeading(readCsv(bytes, ','))
  expect(rows.map((row) => [row['number'], row['answer.revision'], row['answers.fullName']])).toEqual([
    [BRUNO, '', ''],
    [ANA, '1', 'Ana'],
    [ANA, '2', `'${HOSTILE_NAME}`],
  ])
  expect(rows[1]).toMatchObject({
    state: 'answered',
    formName: 'cadastro',
    'answers.phoneNumber': '+5511987654321',
    [`customFields.${QUESTION}`]: 'um\nDois; três',
  })
})

test('Excel in Portuguese gets semicolons, its own words and its own time', async () => {
  const { bytes } = await download('?lang=pt&timezone=America/Sao_Paulo')
  const [headings = [], first = []] = readCsv(bytes, ';')
  expect(headings).toContain('Nome completo')
  expect(first.some((cell) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(cell))).toBe(true)
})

test('a workbook holds the same rows, every cell a text', async () => {
  const { response, bytes } = await download('?format=xlsx')
  expect(response.headers.get('content-type')).toBe('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  const [sheet] = await readWorkbook(bytes)
  const inCsv = readCsv((await download('')).bytes, ',')
  expect(sheet?.rows).toEqual(inCsv)
})

test('JSON lines hold forms and answers as the API shows them', async () => {
  const { bytes } = await download('?format=jsonl')
  const lines = new TextDecoder().decode(bytes).trimEnd().split('\n')
  const rows = lines.map((line) => JSON.parse(line))
  expect(
    rows.map(({ form, answer: one }) => [form.number, one?.revision ?? null, one?.answers.fullName ?? null]),
  ).toEqual([
    [BRUNO, null, null],
    [ANA, 1, 'Ana'],
    [ANA, 2, HOSTILE_NAME],
  ])
})

test('filters are those of the list', async () => {
  const rows = async (query: string) => readCsv((await download(query)).bytes, ',').length - 1
  expect(await rows('?source=crm')).toBe(1)
  expect(await rows('?state=answered')).toBe(2)
  expect(await rows('?q=529982')).toBe(2)
  expect(await rows('?to=2020-01-01')).toBe(0)
})

test.each(['?format=pdf', '?timezone=Mars', '?from=yesterday', '?delimiter=x'])('%s is refused', async (query) => {
  const reply = await shop.gateway.call('GET', `/api/form/export/shop${query}`)
  expect([reply.status, reply.body.error.code]).toEqual([400, 'request_invalid'])
})

test('an export with an id tells how far it is to its own instance alone', async () => {
  const progress = async (exportId: string, instance = 'shop', token?: string) => {
    const path = `/api/form/exportProgress/${instance}?exportId=${exportId}`
    const { status, body } = await shop.gateway.call('GET', path, token === undefined ? {} : { token })
    return status === 200 ? body.export : [status, body.error.code]
  }
  for (const format of ['csv', 'xlsx', 'jsonl']) {
    expect(await progress(format)).toEqual([404, 'export_not_found'])
    await download(`?format=${format}&exportId=${format}`)
    await expect.poll(() => progress(format)).toEqual({ exportId: format, state: 'done', rows: 3, done: 1 })
  }
  await download('?format=csv&exportId=csv&source=crm')
  await expect.poll(() => progress('csv')).toMatchObject({ state: 'done', rows: 1 })
  await shop.gateway.call('POST', '/api/instance/new', { body: { name: 'other' } })
  expect(await progress('csv', 'other')).toEqual([404, 'export_not_found'])
  expect(await progress('csv', 'other', shop.token)).toEqual([403, 'token_other_instance'])
  for (const wrong of ['', 'a b', 'é', 'x'.repeat(65)]) {
    expect(await progress(encodeURIComponent(wrong))).toEqual([400, 'request_invalid'])
    if (wrong !== '') expect((await download(`?exportId=${encodeURIComponent(wrong)}`)).response.status).toBe(400)
  }
})

test('a reader that hangs up in the middle gives its place back', async () => {
  for (let turn = 0; turn < 60; turn += 1) {
    const request = get(`${shop.gateway.baseUrl}/api/form/export/shop?format=xlsx`, { headers: { token: shop.token } })
    const [response] = await once(request, 'response')
    response.destroy()
    await once(response, 'close')
  }
  await expect.poll(async () => (await download('?format=jsonl')).response.status).toBe(200)
})
