import type { Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { control } from '../journey/sandbox.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { ANA, answerForm, linkNumber, makePeople, sendForm } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()
const FIRST = { full_name: 'Ana Souza', phone_number: '11 98765-4321', email: 'ana(at)exemplo', cep: '01001-000' }
const SECOND = { full_name: 'Ana S. Souza', phone_number: '11 98765-4321', cpf_or_cnpj: '529.982.247-25' }

beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig)
  await linkNumber(rig)
}, 60_000)

async function sendTwiceAnswered(): Promise<string> {
  const { messageId } = await sendForm(rig, 'shop', { formName: 'cadastro', source: 'crm' })
  await answerForm(rig, 'shop', messageId, FIRST)
  await control(rig.sandbox, `phones/${ANA}/answer`, { messageId, values: SECOND })
  await expect.poll(async () => (await read(messageId)).answerCount).toBe(2)
  return messageId
}

const read = async (messageId: string) =>
  (await rig.gateway.call('GET', `/api/form/get/shop?messageId=${messageId}`)).body.form

const card = (page: Page, name: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name, exact: true }) })
const submission = (page: Page, number: number) =>
  page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: `Submission ${number}` }) })

rig.test(
  'an answer that arrives while its form is looked at shows itself',
  async (visit) => {
    const { page } = visit
    const { messageId } = await sendForm(rig, 'shop')
    await visit.enter(`/i/shop/answers/${messageId}`)
    await page.getByText('No answer yet').waitFor()
    await answerForm(rig, 'shop', messageId, { full_name: 'Ana Souza' })
    await page.getByText('An answer has arrived.').waitFor()
    await card(page, 'Answer').getByText('Ana Souza').first().waitFor()
    await card(page, 'What happened').getByText('Answered').waitFor()
  },
  {},
  120_000,
)

rig.test(
  'submissions are told with what changed between them, and why a value is invalid',
  async (visit) => {
    const { page } = visit
    const messageId = await sendTwiceAnswered()
    await visit.enter(`/i/shop/answers/${messageId}`)
    const second = submission(page, 2)
    expect(await second.innerText()).toMatch(/Ana S\. Souza\s+Changed\s+was: Ana Souza/)
    expect(await second.innerText()).toMatch(/529\.982\.247-25\s+Valid\s+New/)
    expect(await second.innerText()).toMatch(/01001-000\s+No longer there/)
    expect(await second.innerText()).toMatch(/\+5511987654321\s+Valid\s+As typed: 11 98765-4321/)
    expect(await second.innerText()).toMatch(/Matched by\s+its token/)
    const first = submission(page, 1)
    expect(await first.innerText()).toMatch(/ana\(at\)exemplo\s+Invalid\s+No e-mail address is written like this/)
    expect(await first.getByText('Changed').count()).toBe(0)
    await second.getByText('Raw JSON').click()
    const { revisions } = await read(messageId)
    expect(await second.locator('pre').textContent()).toBe(revisions[1].raw)
    await insistOnAccessible(page)
  },
  {},
  120_000,
)

rig.test(
  'an erased submission is shown as erased, the other one stays, and the focus is kept',
  async (visit) => {
    const { page } = visit
    const messageId = await sendTwiceAnswered()
    await visit.enter(`/i/shop/answers/${messageId}`)
    await page.getByRole('button', { name: 'Erase submission 1' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('backups: those are the operator’s to erase').waitFor()
    await insistOnAccessible(page)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect((await read(messageId)).revisions[0].erased).toBe(false)

    await page.getByRole('button', { name: 'Erase submission 1' }).click()
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click()
    await submission(page, 1).getByText('This answer was erased.').waitFor()
    await expect.poll(() => page.evaluate(`document.activeElement?.textContent`)).toMatch(/^Submission 1/)
    const { revisions } = await read(messageId)
    expect(revisions.map(({ erased }: { erased: boolean }) => erased)).toEqual([true, false])
    expect(await page.content()).not.toContain('ana(at)exemplo')

    await page.getByRole('button', { name: 'Erase submission 2' }).click()
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click()
    await card(page, 'Answer').getByText('This answer was erased.').waitFor()
    expect(await page.content()).not.toContain('Ana S. Souza')
    await page.getByRole('link', { name: 'To the answers' }).click()
    await page
      .getByRole('row')
      .filter({ has: page.locator(`a[href$="${messageId}"]`) })
      .getByText('Erased')
      .first()
      .waitFor()
  },
  {},
  120_000,
)

rig.test(
  'all submissions are erased at once',
  async (visit) => {
    const { page } = visit
    const messageId = await sendTwiceAnswered()
    await visit.enter(`/i/shop/answers/${messageId}`)
    await page.getByRole('button', { name: 'Erase all submissions' }).click()
    await page.getByRole('dialog').getByText('Erase all 2 submissions?').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Erase', exact: true }).click()
    await card(page, 'Answer').getByText('This answer was erased.').waitFor()
    const { revisions } = await read(messageId)
    expect(revisions.map(({ erased }: { erased: boolean }) => erased)).toEqual([true, true])
  },
  {},
  120_000,
)

rig.test(
  'a form that failed says why, and what cannot come any more is not waited for',
  async (visit) => {
    const { page } = visit
    await control(rig.sandbox, 'faults', { nack: { code: 479 } })
    const sent = await rig.gateway.call('POST', '/api/message/form/shop', { body: { number: ANA, message: 'Oi' } })
    await control(rig.sandbox, 'faults', {})
    const messageId =
      sent.body.data?.messageId ??
      (await rig.gateway.call('GET', '/api/form/list/shop?state=failed')).body.forms[0].messageId
    await visit.enter(`/i/shop/answers/${messageId}`)
    await page.getByRole('alert').getByText('Code 479').waitFor()
    await page.getByRole('alert').getByText('Forms in groups are not proven').waitFor()
    await page.getByText('No answer came').waitFor()
    expect(await card(page, 'What happened').getByText('Delivered').count()).toBe(0)
  },
  {},
  120_000,
)

rig.test(
  'an address of no form says so, and the tab is not called by the page before',
  async (visit) => {
    await visit.enter('/')
    await visit.page.goto(`${visit.origin}/#/i/shop/answers/3EB0000000000000000000`)
    const { page } = visit
    await page
      .getByRole('alert')
      .getByText(/There is no such (form|message)|Form not found/)
      .waitFor()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Form and answer')
    expect(await page.title()).toBe('Form and answer · Formwire')
  },
  {},
  120_000,
)

rig.test(
  'what webhooks were told of a form and of its answer is listed, each with its state',
  async (visit) => {
    const { page } = visit
    const { name } = await linkNumber(rig, 'told')
    await rig.gateway.call('POST', `/api/events/webhook/${name}`, {
      body: { enabled: true, url: 'http://127.0.0.1:9/', events: ['form.sent', 'form.answered'] },
    })
    const { messageId } = await sendForm(rig, name)
    await answerForm(rig, name, messageId)
    await visit.enter(`/i/${name}/answers/${messageId}`)
    const deliveries = card(page, 'Deliveries to webhooks')
    await deliveries.getByRole('link', { name: 'form.answered' }).waitFor()
    await deliveries.getByRole('link', { name: 'form.sent' }).waitFor()
    expect(await deliveries.getByText('Waiting').count()).toBe(2)
    await deliveries.getByRole('link', { name: 'form.answered' }).click()
    await expect.poll(() => new URL(page.url()).hash).toMatch(/^#\/i\/told\/events\/deliveries\/dlv_/)
  },
  {},
  120_000,
)

for (const theme of ['light', 'dark'] as const) {
  rig.test(
    `an answer on a phone is accessible and no wider than it, ${theme}`,
    async (visit) => {
      const messageId = await sendTwiceAnswered()
      await visit.enter(`/i/shop/answers/${messageId}`)
      await visit.page.getByRole('heading', { name: 'Envio 2' }).waitFor()
      await insistOnAccessible(visit.page)
      await insistOnNoSideScroll(visit.page)
    },
    { theme, width: 360, language: 'pt-BR' },
    120_000,
  )
}
