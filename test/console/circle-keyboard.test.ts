import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import { type Receiver, startReceiver } from '../journey/receiver.ts'
import { control } from '../journey/sandbox.ts'
import { type Keyboard, keyboardOf } from './keyboard.ts'
import { ANA, makePeople } from './people.ts'
import { openRig } from './rig.suite.ts'
import { watchCode } from './shown-code.ts'
import type { Visit } from './visit.ts'

const rig = openRig()

const SHOP = '5511940000001'
let receiver: Receiver

beforeAll(async () => {
  receiver = await startReceiver()
})

afterAll(() => receiver.close())

const button = ({ page }: Visit, name: string) => page.getByRole('button', { name, exact: true })
const link = ({ page }: Visit, name: string) => page.getByRole('link', { name, exact: true })
const field = ({ page }: Visit, name: string) => page.getByRole('textbox', { name, exact: true })
const inDialog = ({ page }: Visit, name: string) => page.getByRole('dialog').getByRole('button', { name, exact: true })

async function linkNumber(visit: Visit, keys: Keyboard): Promise<void> {
  const { page, sandbox, gateway } = visit
  await keys.write(page.locator('input[autocomplete="current-password"]'), gateway.accountToken)
  await keys.press('Enter')
  await keys.use(button(visit, 'Make the first instance'))
  await keys.write(field(visit, 'Name'), 'padaria')
  await keys.press('Enter')
  await keys.use(button(visit, 'Link its number'))
  const codeShown = watchCode(page)
  await keys.use(button(visit, 'Show the QR code'), { key: 'Space' })
  await expect.poll(codeShown).not.toBe('')
  await control(sandbox, 'link', { phone: SHOP, qr: codeShown() })
  await page.getByText('Linked:', { exact: false }).waitFor({ timeout: 30_000 })
}

async function sendForm(visit: Visit, keys: Keyboard): Promise<void> {
  const { page } = visit
  await keys.use(page.getByRole('main').getByRole('link', { name: 'Send a form' }).last(), { back: true })
  await keys.write(field(visit, 'Number'), '+55 11 98765-4321')
  await keys.write(field(visit, 'Message'), 'Olá, Ana! Para a entrega preciso de alguns dados.')
  for (const asked of ['CPF or CNPJ (Brazil)', 'Delivery address']) {
    await keys.use(page.getByRole('checkbox', { name: asked }), { key: 'Space' })
  }
  await keys.use(button(visit, 'Send form'))
  await page.locator('[data-step="delivered"][data-reached="true"]').first().waitFor()
}

async function answerOnPhone(visit: Visit, keys: Keyboard): Promise<void> {
  const { page } = visit
  await keys.use(button(visit, 'Show the simulated phone'), { back: true })
  const frame = page.frameLocator('iframe[title="Simulated phone"]')
  await keys.reach(frame.getByLabel('Phone', { exact: true }), { frame })
  await page.keyboard.type('Ana')
  await keys.use(frame.getByRole('button', { name: 'Padaria Aurora' }), { frame })
  await keys.use(frame.getByRole('button', { name: 'Preencher' }), { frame })
  const form = frame.getByRole('dialog')
  await keys.write(form.getByLabel('Full name'), 'Ana Souza', { frame })
  await keys.write(form.getByLabel('Phone number'), '11 98765-4321', { frame })
  await keys.write(form.getByLabel('Email'), 'ana@exemplo.com.br', { frame })
  await keys.use(form.getByRole('button', { name: 'Send', exact: true }), { frame })
  await keys.use(link(visit, 'See the answer'), { back: true })
  await page.getByText('ana@exemplo.com.br').first().waitFor()
  await expect.poll(() => receiver.deliveries.length).toBe(1)
}

async function exportAll(visit: Visit, keys: Keyboard): Promise<void> {
  const { page } = visit
  await keys.use(link(visit, 'To the answers'), { back: true })
  await keys.use(button(visit, 'Export'))
  const saving = page.waitForEvent('download')
  await keys.use(inDialog(visit, 'Export'))
  expect(await readFile(await (await saving).path(), 'utf8')).toContain('ana@exemplo.com.br')
  await keys.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  expect(await button(visit, 'Export').and(page.locator(':focus')).count(), 'the focus is back').toBe(1)
}

async function deliverAgain(visit: Visit, keys: Keyboard): Promise<void> {
  const { page } = visit
  await keys.use(link(visit, 'Events'), { back: true })
  await keys.use(link(visit, 'Deliveries'), { back: true })
  await keys.use(page.getByRole('row').getByRole('link').first())
  await keys.use(button(visit, 'Send again'))
  await keys.use(inDialog(visit, 'Send again'))
  await page.getByText('1 delivery waits again and goes out now.').waitFor()
  await expect.poll(() => receiver.deliveries.length).toBe(2)
}

async function erase(visit: Visit, keys: Keyboard): Promise<void> {
  const { page } = visit
  await keys.use(link(visit, 'The form and its answers'))
  await keys.use(button(visit, 'Erase submission 1'))
  await keys.use(inDialog(visit, 'Erase'))
  await page.getByText('This answer was erased.', { exact: false }).first().waitFor()
  expect(await page.getByRole('main').innerText()).not.toContain('ana@exemplo.com.br')
  await keys.insist()
}

rig.test(
  'the whole circle by keyboard alone: the focus is always somewhere, always seen and never trapped',
  async (visit) => {
    const { sandbox } = visit
    await control(sandbox, 'phones', { phone: SHOP, name: 'Padaria Aurora' })
    await makePeople({ sandbox }, { [ANA]: 'Ana Souza' })
    await visit.openAt('/')
    const keys = keyboardOf(visit.page)
    await linkNumber(visit, keys)
    const hook = { label: 'crm', enabled: true, url: receiver.url, events: ['form.answered'] }
    await visit.gateway.call('POST', '/api/events/webhook/padaria', { body: hook })
    await sendForm(visit, keys)
    await answerOnPhone(visit, keys)
    await exportAll(visit, keys)
    await deliverAgain(visit, keys)
    await erase(visit, keys)
  },
  {},
  300_000,
)
