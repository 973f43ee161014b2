import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { readCsv, readWorkbook } from '../../src/form/export/read-again.suite.ts'
import { insistOnAccessible } from './judge-page.ts'
import { answerForm, BRUNO, linkNumber, makePeople, sendForm } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()

beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig)
  await linkNumber(rig)
  const ana = await sendForm(rig, 'shop', { formName: 'cadastro' })
  await answerForm(rig, 'shop', ana.messageId, { full_name: 'Ana "A"; Souza,\nfilha', cep: '01001-000' })
  await sendForm(rig, 'shop', { number: BRUNO, source: 'crm' })
}, 60_000)

/** Ids of the forms as the list has them, the newest first. */
async function listed(query = ''): Promise<string[]> {
  const { body } = await rig.gateway.call('GET', `/api/form/list/shop${query}`)
  return body.forms.map(({ messageId }: { messageId: string }) => messageId)
}

async function exportAs(page: Page, format: string): Promise<Download> {
  await page.getByRole('radio', { name: format }).check()
  const download = page.waitForEvent('download')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^(Export|Exportar)/ })
    .last()
    .click()
  return download
}

const nameOf = (kind: string) => new RegExp(`^forms-shop-\\d{4}-\\d\\d-\\d\\d\\.${kind}$`)
const bytesOf = async (download: Download) => readFile(await download.path())

rig.test(
  'the three kinds of file hold what the list has',
  async (visit) => {
    const { page } = visit
    await visit.enter('/i/shop/answers')
    await page.getByRole('button', { name: 'Export' }).click()

    const csv = await exportAs(page, 'CSV')
    expect(csv.suggestedFilename()).toMatch(nameOf('csv'))
    await page.getByText('is saved in your downloads').waitFor()
    await insistOnAccessible(page)
    const rows = readCsv(await bytesOf(csv), ',')
    const idAt = rows[0]?.indexOf('Message ID') ?? -1
    expect(rows.slice(1).map((row) => row[idAt])).toEqual(await listed())
    expect(rows.flat()).toContain('Ana "A"; Souza,\nfilha')

    const xlsx = await exportAs(page, 'XLSX')
    expect(xlsx.suggestedFilename()).toMatch(nameOf('xlsx'))
    const cells = (await readWorkbook(await bytesOf(xlsx))).flatMap(({ rows: cells }) => cells.flat())
    for (const messageId of await listed()) expect(cells).toContain(messageId)
    expect(cells).toContain('01001-000')

    const jsonl = await exportAs(page, 'JSON lines')
    expect(jsonl.suggestedFilename()).toMatch(nameOf('jsonl'))
    const lines = (await bytesOf(jsonl))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ form }) => form.messageId)).toEqual(await listed())
  },
  {},
  120_000,
)

rig.test(
  'an export holds what the filter shows, in the reader’s language',
  async (visit) => {
    const { page } = visit
    await visit.enter('/i/shop/answers?source=crm')
    await page.getByRole('button', { name: 'Exportar' }).click()
    const rows = readCsv(await bytesOf(await exportAs(page, 'CSV')), ';')
    expect(rows).toHaveLength(2)
    expect(rows[1]).toContain((await listed('?source=crm'))[0])
  },
  { language: 'pt-BR' },
  120_000,
)

rig.test(
  'an export whose connection breaks is told to be not whole, and gives no file',
  async (visit) => {
    const { page } = visit
    await visit.enter('/i/shop/answers')
    // The stream ends with an error in its middle, as one does whose gateway was killed.
    await page.evaluate(`(() => {
    const real = window.fetch
    window.fetch = async (input, init) => {
      const response = await real(input, init)
      if (!String(input.url ?? input).includes('/api/form/export/')) return response
      let isFirst = true
      const body = new ReadableStream({
        pull(controller) {
          if (isFirst) controller.enqueue(new Uint8Array(1024))
          else controller.error(new TypeError('network error'))
          isFirst = false
        },
      })
      return new Response(body, { status: 200, headers: response.headers })
    }
  })()`)
    let downloads = 0
    page.on('download', () => {
      downloads += 1
    })
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
    await page.getByRole('alert').getByText('the file is not whole').waitFor()
    expect(downloads).toBe(0)
    await page.getByRole('button', { name: 'Export again' }).waitFor()
  },
  {},
  120_000,
)

rig.test(
  'an export is cancelled: the gateway is let go, and nothing is saved',
  async (visit) => {
    const { page } = visit
    await visit.enter('/i/shop/answers')
    // One that goes on for as long as somebody reads.
    await page.evaluate(`(() => {
    const real = window.fetch
    window.fetch = (input, init) => {
      if (!String(input.url ?? input).includes('/api/form/export/')) return real(input, init)
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new Uint8Array(2048))
          input.signal.addEventListener('abort', () => {
            document.documentElement.dataset.letGo = 'yes'
            controller.error(input.signal.reason)
          })
        },
      })
      return Promise.resolve(new Response(body))
    }
  })()`)
    await page.getByRole('button', { name: 'Export' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click()
    await page.getByRole('progressbar').waitFor()
    await page.getByText(/2 (kB|kilobytes?)/i).waitFor()
    // Escape is no word to end it: it asks first, and so once more however soon it is pressed again.
    await page.keyboard.press('Escape')
    await page.getByText('Close once more to cancel it').waitFor()
    expect(await page.locator('html').getAttribute('data-let-go')).toBe(null)
    await insistOnAccessible(page)
    await page.getByRole('button', { name: 'Cancel the export' }).click()
    await page.getByText('Cancelled: no file was saved.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Export again' }).click()
    await page.getByRole('progressbar').waitFor()
    await page.getByRole('button', { name: 'Close' }).first().click()
    await page.getByText('Close once more to cancel it').waitFor()
    await page.getByRole('button', { name: 'Close' }).first().click()
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
    expect(await page.locator('html').getAttribute('data-let-go')).toBe('yes')
    await insistOnAccessible(page)
  },
  {},
  120_000,
)
