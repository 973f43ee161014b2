import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Sandbox, startSandbox } from '../index.ts'
import { browserTest, launchChromium, mayBrowse } from '../testing/chromium.ts'

const SHOP = '5511988887777'
const PERSON = '5521977776666'
const FORM = {
  flow_message_version: '4',
  flow_id: '1889354358373616',
  flow_cta: 'Preencher',
  flow_action: 'navigate',
  flow_token: 'token-of-the-order',
  flow_action_payload: {
    screen: 'contact_details',
    data: {
      full_name_visible: true,
      phone_number_visible: false,
      email_visible: true,
      cpf_or_cnpj_visible: true,
      delivery_address_visible: false,
      custom_fields: [{ type: 'TEXT_INPUT', label: 'Empresa', helper_text: 'Onde você trabalha' }],
    },
  },
}

type Listed = { id: string; fromMe: boolean; message: Record<string, unknown> }

let sandbox: Sandbox
let browser: Browser

async function post(path: string, body: object) {
  const reply = await fetch(`${sandbox.controlUrl}/control/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!reply.ok) throw new Error(`${path}: ${await reply.text()}`)
  return (await reply.json()) as { id: string }
}

async function sendForm(text: string, params: object = FORM) {
  const nativeFlowMessage = {
    buttons: [{ name: 'galaxy_message', buttonParamsJson: JSON.stringify(params) }],
    messageParamsJson: '{}',
    messageVersion: 3,
  }
  const message = { interactiveMessage: { body: { text }, footer: { text: 'Padaria Aurora' }, nativeFlowMessage } }
  return post(`phones/${SHOP}/send`, { to: PERSON, message })
}

/** Waits for a message of the shop's inbox that `is` the wanted one. */
async function received(is: (one: Listed) => boolean): Promise<Listed> {
  const deadline = Date.now() + 20_000
  while (Date.now() < deadline) {
    const reply = await fetch(`${sandbox.controlUrl}/control/phones/${SHOP}/messages?after=0&waitMs=200`)
    const { messages } = (await reply.json()) as { messages: Listed[] }
    const found = messages.find(is)
    if (found) return found
  }
  throw new Error('the answer did not arrive')
}

const paramsOf = (listed: Listed) => {
  const response = listed.message['interactiveResponseMessage'] as {
    nativeFlowResponseMessage: { paramsJson: string }
    contextInfo?: { stanzaId?: string }
  }
  return { text: response.nativeFlowResponseMessage.paramsJson, quoted: response.contextInfo?.stanzaId }
}
const isAnswer = (one: Listed) => !one.fromMe && 'interactiveResponseMessage' in one.message

async function openPage(search: string): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, locale: 'pt-BR' })
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (line) => {
    if (line.type() === 'error') problems.push(line.text())
  })
  await page.goto(`${sandbox.pageUrl}/?phone=${PERSON}${search}`)
  return { page, problems }
}

beforeAll(async () => {
  if (!mayBrowse) return
  sandbox = await startSandbox({})
  await post('phones', { phone: SHOP, name: 'Padaria Aurora' })
  await post('phones', { phone: PERSON, name: 'Ana Souza' })
  browser = await launchChromium('MAP * ~NOTFOUND , EXCLUDE 127.0.0.1')
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await sandbox?.close()
})

browserTest(
  'a person opens the form, is told what is wrong, fills it in, and the answer arrives',
  async () => {
    const sent = await sendForm('Para entregar no sábado, preciso de alguns dados.')
    const { page, problems } = await openPage('')
    await page.getByRole('button', { name: 'Padaria Aurora' }).click()
    await page.getByRole('button', { name: 'Preencher' }).click()

    const form = page.getByRole('dialog')
    await form.getByLabel('Nome completo').fill('Ana Souza')
    await form.getByLabel('E-mail').fill('ana@')
    await form.getByLabel('CPF ou CNPJ').fill('52998224726')
    expect(await form.getByLabel('Número de telefone').count()).toBe(0)
    await form.getByRole('button', { name: 'Enviar', exact: true }).click()
    await form.getByText('Digite um e-mail como').waitFor()
    await form.getByText('Confira os dígitos').waitFor()

    await form.getByLabel('E-mail').fill('ana@exemplo.com.br')
    await form.getByLabel('CPF ou CNPJ').fill('52998224725')
    await form.getByLabel('Empresa').fill('Ateliê Souza')
    await form.getByRole('button', { name: 'Enviar', exact: true }).click()

    const { text, quoted } = paramsOf(await received(isAnswer))
    expect(JSON.parse(text)).toMatchObject({ flow_token: 'token-of-the-order' })
    for (const value of ['Ana Souza', 'ana@exemplo.com.br', '529.982.247-25', 'Ateliê Souza']) {
      expect(text).toContain(value)
    }
    expect(quoted).toBe(sent.id)

    await form.waitFor({ state: 'detached' })
    await page.getByRole('log').getByText('Enviado').waitFor()
    await page.getByRole('button', { name: 'Respondido' }).waitFor()
    expect(problems).toEqual([])
    await page.close()
  },
  90_000,
)

browserTest(
  'a form is opened by its address, and Escape gives the focus back to its button',
  async () => {
    const sent = await sendForm('Outra pergunta')
    const { page } = await openPage(`&open=${sent.id}`)
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.locator(`:focus[data-open="${sent.id}"]`).count()).toBe(1)
    await page.close()
  },
  60_000,
)

browserTest(
  'an answer in the third shape that quotes nothing is sent as chosen',
  async () => {
    const sent = await sendForm('Só as chaves', { ...FORM, flow_token: 'token-of-shape-three' })
    const { page } = await openPage(`&open=${sent.id}&developer&lang=en`)
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.getByLabel('Shape of the answer').selectOption('3')
    await page.getByLabel('Quote the form message').uncheck()
    await page.locator(`[data-open="${sent.id}"]`).click()
    await page.getByRole('button', { name: 'Example' }).click()
    await page.getByRole('button', { name: 'Send', exact: true }).click()
    const listed = await received((one) => isAnswer(one) && paramsOf(one).text.includes('token-of-shape-three'))
    const { text, quoted } = paramsOf(listed)
    const values = JSON.parse(text) as Record<string, unknown>
    expect(values['full_name']).toBe('Ana Souza')
    expect(values).not.toHaveProperty('response_message')
    expect(values).not.toHaveProperty('wa_flow_response_params')
    expect(quoted ?? '').toBe('')
    await page.close()
  },
  60_000,
)

browserTest(
  'hostile text is shown as text and breaks no layout',
  async () => {
    const hostile = `${'W'.repeat(2000)} <img src=x onerror=alert(1)> \u202e\u0000\u001b[2J`
    const sent = await sendForm(hostile, { ...FORM, flow_cta: `<b>${'X'.repeat(200)}</b>` })
    const { page, problems } = await openPage(`&open=${sent.id}`)
    await page.setViewportSize({ width: 360, height: 740 })
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    const bubble = page.locator(`[data-id="${sent.id}"]`)
    await bubble.getByRole('button', { name: 'Ler mais' }).click()
    await bubble.getByText('<img src=x onerror=alert(1)>').waitFor()
    expect(await bubble.locator('img, b').count()).toBe(0)
    const box = await bubble.locator('.bubble').boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(360)
    expect(problems).toEqual([])
    await page.close()
  },
  60_000,
)
