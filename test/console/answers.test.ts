import type { Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { answerForm, BRUNO, linkNumber, makeInstance, makePeople, sendForm } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

const ANAS = {
  full_name: 'Ana Souza',
  phone_number: '11 98765-4321',
  email: 'ana@exemplo.com.br',
  cpf_or_cnpj: '529.982.247-25',
  Empresa: 'Loja da Ana',
}
const BRUNOS = { full_name: 'Bruno Lima', phone_number: '123', email: 'bruno(at)exemplo', cpf_or_cnpj: '11111111112' }

beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig)
  await linkNumber(rig)
  const ana = await sendForm(rig, 'shop', { formName: 'cadastro', source: 'crm', customFields: [{ label: 'Empresa' }] })
  await answerForm(rig, 'shop', ana.messageId, ANAS)
  const bruno = await sendForm(rig, 'shop', { number: BRUNO, formType: 'registration_offer', offerName: 'Curso' })
  await answerForm(rig, 'shop', bruno.messageId, BRUNOS, BRUNO)
}, 60_000)

const rows = (page: Page) => page.getByRole('table').getByRole('rowheader').allInnerTexts()
const row = (page: Page, who: string) => page.getByRole('row').filter({ hasText: who })

rig.test('an answer shows itself in the row of its form, without a reload', async ({ page, enter, asked }) => {
  await enter('/i/shop/answers')
  const { messageId } = await sendForm(rig, 'shop', { formName: 'live' })
  await row(page, 'live').getByText('Delivered').waitFor()
  await answerForm(rig, 'shop', messageId, { full_name: 'Carla Dias' })
  await row(page, 'Carla Dias').getByText('Answered').waitFor()
  expect((await rows(page))[0]).toBe('Carla Dias')
  expect(asked.filter((url) => url.endsWith('/index.html') || url.endsWith('/')).length).toBe(1)
})

rig.test('an invalid value is marked by a word, one that is missing by a dash', async ({ page, enter }) => {
  await enter('/i/shop/answers')
  const bruno = row(page, 'Bruno Lima')
  await expect.poll(() => bruno.getByText('Invalid').count()).toBe(3)
  expect(await row(page, 'Ana Souza').getByText('Invalid').count()).toBe(0)
  expect(await bruno.getByText('—').count()).toBeGreaterThan(0)
  expect(await row(page, 'Ana Souza').innerText()).toContain('+5511987654321')
})

rig.test('filters stand in the address, but for what names a person', async ({ page, enter }) => {
  await enter('/i/shop/answers')
  await page.getByLabel('Search').fill('bru')
  await expect.poll(() => rows(page)).toEqual(['Bruno Lima'])
  expect(new URL(page.url()).hash).toBe('#/i/shop/answers')
  await page.getByRole('button', { name: 'Filters', exact: true }).click()
  await page.getByLabel('Form type').selectOption('Offer with sign-up')
  await expect.poll(() => new URL(page.url()).hash).toContain('formType=registration_offer')
  await page.getByLabel('Number').fill('+55 11 98765-4321')
  await page.getByText('Nothing matches these filters').waitFor()
  expect(page.url()).not.toMatch(/98765|bru/)
  await page.getByRole('button', { name: 'Clear the filters' }).first().click()
  await expect.poll(async () => (await rows(page)).length).toBeGreaterThan(1)
  expect(await page.getByLabel('Search').inputValue()).toBe('')
  expect(await page.getByLabel('Number').inputValue()).toBe('')
  expect(new URL(page.url()).hash).toBe('#/i/shop/answers')
})

rig.test('an address with filters opens with them, and the back of an answer keeps the search', async (visit) => {
  const { page } = visit
  await visit.enter('/i/shop/answers?state=answered&source=crm')
  await expect.poll(() => rows(page)).toEqual(['Ana Souza'])
  expect(await page.getByLabel('State').inputValue()).toBe('answered')
  await page.getByLabel('Search').fill('ana')
  await page.getByRole('link', { name: 'Ana Souza' }).click()
  await page.getByRole('heading', { name: 'What happened' }).waitFor()
  await page.goBack()
  await expect.poll(() => rows(page)).toEqual(['Ana Souza'])
  expect(await page.getByLabel('Search').inputValue()).toBe('ana')
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await page.getByLabel('Search').inputValue()).toBe('')
})

rig.test('days are those of the reader, not of UTC', async (visit) => {
  const { page } = visit
  const today = await visit.page.evaluate(`new Date().toLocaleDateString('sv')`)
  await visit.enter(`/i/shop/answers?from=${today}&to=${today}`)
  await page.getByRole('rowheader', { name: 'Ana Souza' }).waitFor()
  const list = visit.asked.find((url) => url.includes('/api/form/list/')) ?? ''
  // The browser of the tests stands in São Paulo: its days begin at 03:00 UTC.
  expect(new URL(list).searchParams.get('from')).toBe(`${today}T03:00:00.000Z`)
})

rig.test('columns are chosen, ordered and kept, by keyboard alone', async (visit) => {
  const { page } = visit
  await visit.enter('/i/shop/answers')
  const headings = () => page.getByRole('columnheader').allInnerTexts()
  await page.getByRole('rowheader', { name: 'Ana Souza' }).waitFor()
  expect(await headings()).toEqual(['Who', 'State', 'Phone', 'E-mail', 'CPF or CNPJ', 'Form name', 'Sent', 'Answered'])
  await page.getByRole('button', { name: 'Columns' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('checkbox', { name: 'Empresa' }).press('Space')
  await page.getByRole('checkbox', { name: 'Form name' }).press('Space')
  const earlier = page.getByRole('button', { name: 'Move E-mail forward' })
  await earlier.press('Enter')
  await page.getByText('E-mail is column 2 now').waitFor()
  expect(await earlier.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true)
  await insistOnAccessible(page)
  await page.keyboard.press('Escape')
  const chosen = ['Who', 'State', 'E-mail', 'Phone', 'CPF or CNPJ', 'Sent', 'Answered', 'Empresa']
  expect(await headings()).toEqual(chosen)
  await row(page, 'Loja da Ana').waitFor()
  await page.getByRole('link', { name: 'Ana Souza' }).click()
  await page.getByRole('link', { name: 'To the answers' }).click()
  await row(page, 'Loja da Ana').waitFor()
  expect(await headings()).toEqual(chosen)
  // Labels of questions are not for whoever uses the browser next.
  expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain('Empresa')
  await visit.openAt('/i/shop/answers')
  await page.getByRole('rowheader', { name: 'Ana Souza' }).waitFor()
  expect(await headings()).toEqual(chosen.slice(0, -1))
})

rig.test('an instance that sent nothing says what to do next', async (visit) => {
  await makeInstance(rig, 'fresh')
  await visit.enter('/i/fresh/answers')
  await visit.page.getByText('No form has been sent yet').waitFor()
  await insistOnAccessible(visit.page)
  await visit.page.getByRole('link', { name: 'Send a form' }).last().click()
  await expect.poll(() => new URL(visit.page.url()).hash).toBe('#/i/fresh/send')
})

for (const theme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    rig.test(
      `the table is accessible and no wider than ${width} pixels, ${theme}`,
      async ({ page, enter }) => {
        await enter('/i/shop/answers?state=answered')
        await page.getByRole('link', { name: 'Ana Souza' }).waitFor()
        await insistOnAccessible(page)
        await insistOnNoSideScroll(page)
      },
      { theme, width, language: width === 360 ? 'pt-BR' : 'es-ES' },
    )
  }
}
