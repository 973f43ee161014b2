import { readFile } from 'node:fs/promises'
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Receiver, startReceiver } from '../journey/receiver.ts'
import { control, type Sandbox } from '../journey/sandbox.ts'
import { ANA, makePeople } from './people.ts'
import { openRig } from './rig.suite.ts'
import { watchCode } from './shown-code.ts'

const rig = openRig()

const SHOP = '5511940000001'
let receiver: Receiver

beforeAll(async () => {
  receiver = await startReceiver()
})

afterAll(() => receiver.close())

async function link(page: Page, sandbox: Sandbox): Promise<void> {
  const codeShown = watchCode(page)
  await page.getByRole('button', { name: 'Show the QR code' }).click()
  await page.getByAltText('QR code to scan with WhatsApp on the phone').waitFor()
  await expect.poll(codeShown).not.toBe('')
  await control(sandbox, 'link', { phone: SHOP, qr: codeShown() })
  await page.getByText('Linked:', { exact: false }).waitFor({ timeout: 30_000 })
}

/** Ana opens the form that came last, and fills it in. */
async function fillIn(phone: FrameLocator): Promise<void> {
  await phone.getByLabel('Phone', { exact: true }).selectOption(ANA)
  await phone.getByRole('button', { name: 'Padaria Aurora' }).click()
  await phone.getByRole('button', { name: 'Preencher' }).click()
  const form = phone.getByRole('dialog')
  await form.getByLabel('Full name').fill('Ana Souza')
  await form.getByLabel('Email').fill('ana@exemplo.com.br')
  await form.getByLabel('Phone number').fill('11 98765-4321')
  await form.getByRole('button', { name: 'Send', exact: true }).click()
}

rig.test(
  'from an empty gateway to an answer that is exported, delivered again and erased',
  async (visit) => {
    const { page, gateway, sandbox, signIn } = visit
    await control(sandbox, 'phones', { phone: SHOP, name: 'Padaria Aurora' })
    await makePeople({ sandbox }, { [ANA]: 'Ana Souza' })
    await signIn()
    await page.getByRole('button', { name: 'Make the first instance' }).click()
    await page.getByLabel('Name').fill('padaria')
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByRole('button', { name: 'Link its number' }).click()
    await link(page, sandbox)
    const hook = { label: 'crm', enabled: true, url: receiver.url, events: ['form.answered'] }
    expect((await gateway.call('POST', '/api/events/webhook/padaria', { body: hook })).status).toBe(200)
    const loadedAt = await page.evaluate('performance.timeOrigin')

    await page.getByRole('main').getByRole('link', { name: 'Send a form' }).last().click()
    await page.getByLabel('Number', { exact: true }).fill('+55 11 98765-4321')
    await page.getByLabel('Message', { exact: true }).fill('Olá, Ana! Para a entrega preciso de alguns dados.')
    for (const asked of ['CPF or CNPJ (Brazil)', 'Delivery address'])
      await page.getByRole('checkbox', { name: asked }).uncheck()
    await page.getByRole('button', { name: 'Send form' }).click()
    await page.locator('[data-step="delivered"][data-reached="true"]').first().waitFor()

    await page.getByRole('button', { name: 'Show the simulated phone' }).click()
    await fillIn(page.frameLocator('iframe[title="Simulated phone"]'))
    await page.getByRole('link', { name: 'See the answer' }).click()
    await page.getByText('ana@exemplo.com.br').first().waitFor()
    await expect.poll(() => receiver.deliveries.length).toBe(1)

    await page.getByRole('link', { name: 'To the answers' }).click()
    await page.getByRole('button', { name: 'Export' }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click()
    const file = await readFile(await (await saving).path(), 'utf8')
    expect(file).toContain('ana@exemplo.com.br')
    expect(file.trimEnd().split('\n')).toHaveLength(2)
    await page.keyboard.press('Escape')

    await page.getByRole('link', { name: 'Events' }).click()
    await page.getByRole('link', { name: 'Deliveries', exact: true }).click()
    await page.getByRole('row').getByRole('link').first().click()
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click()
    await page.getByText('1 delivery waits again and goes out now.').waitFor()
    await expect.poll(() => receiver.deliveries.length).toBe(2)
    const [first, second] = receiver.deliveries
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id'])
    expect(second?.raw).toBe(first?.raw)

    await page.getByRole('link', { name: 'The form and its answers' }).click()
    await page.getByRole('button', { name: 'Erase submission 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Erase', exact: true }).click()
    await page.getByText('This answer was erased.', { exact: false }).first().waitFor()
    expect(await page.getByRole('main').innerText()).not.toContain('ana@exemplo.com.br')
    expect(await page.evaluate('performance.timeOrigin')).toBe(loadedAt)
  },
  {},
  180_000,
)
