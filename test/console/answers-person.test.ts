import { readFile } from 'node:fs/promises'
import { beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { control } from '../journey/sandbox.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { ANA, answerForm, BRUNO, type LinkedNumber, linkNumber, makePeople, sendForm } from './people.ts'
import { openRig } from './rig.suite.ts'

const rig = openRig()
let shop: LinkedNumber

beforeAll(async () => {
  if (!mayBrowse) return
  await makePeople(rig)
  shop = await linkNumber(rig)
}, 60_000)

rig.test(
  'everything of a person is counted, downloaded and erased, and asked for by no address',
  async (visit) => {
    const { page } = visit
    const { messageId } = await sendForm(rig, 'shop')
    await answerForm(rig, 'shop', messageId, { full_name: 'Ana Souza' })
    const other = await sendForm(rig, 'shop', { number: BRUNO })
    await answerForm(rig, 'shop', other.messageId, { full_name: 'Bruno Lima' }, BRUNO)

    await visit.enter(`/i/shop/answers/${messageId}`)
    await page.getByRole('button', { name: 'Everything of this person' }).click()
    await page.getByRole('heading', { name: 'What there is' }).waitFor()
    expect(page.url()).not.toContain(ANA.slice(4))
    expect(await page.locator('dl').innerText()).toMatch(/Forms\s+1\s+Answers\s+1\s+Messages\s+2/)
    await insistOnAccessible(page)
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download as JSON' }).click()
    const file = await download
    expect(file.suggestedFilename()).toBe('person.json')
    expect(JSON.parse((await readFile(await file.path())).toString())).toMatchObject({
      answers: [{ answers: { fullName: 'Ana Souza' } }],
    })

    await page.getByRole('button', { name: 'Erase everything' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Erase everything' }).click()
    await dialog.getByText('That is not what stands above.').waitFor()
    await insistOnAccessible(page)
    await dialog.getByRole('textbox').fill(`${ANA}@s.whatsapp.net`)
    await dialog.getByRole('button', { name: 'Erase everything' }).click()
    await page.getByText('Forms: 1 · Answers: 1').waitFor()
    await expect
      .poll(() =>
        page.evaluate(`document.activeElement?.closest('main') !== null && document.activeElement.textContent`),
      )
      .toContain('Erased')

    // Looked up again, they are not said to be erased once more, but not to be there.
    await page.getByLabel('Number or WhatsApp id').fill(`${ANA}@s.whatsapp.net`)
    await page.keyboard.press('Enter')
    await page.getByText('Nobody is known by that number').waitFor()

    await page.getByRole('link', { name: 'To the answers' }).click()
    await page.getByRole('rowheader', { name: 'Erased person' }).waitFor()
    await page.getByRole('rowheader', { name: 'Bruno Lima' }).waitFor()
    expect(await page.content()).not.toContain('Ana Souza')
  },
  {},
  120_000,
)

rig.test(
  'a number that nobody has is told to be checked',
  async (visit) => {
    await visit.enter('/i/shop/answers/person')
    await visit.page.getByLabel('Number or WhatsApp id').fill('+55 11 90000-0000')
    await visit.page.keyboard.press('Enter')
    await visit.page.getByText('Nobody is known by that number').waitFor()
    await insistOnNoSideScroll(visit.page)
  },
  { width: 360 },
  120_000,
)

rig.test(
  'an answer without a form shows itself with its reason, and is erased',
  async (visit) => {
    const { page } = visit
    await visit.enter('/i/shop/answers')
    await control(rig.sandbox, `phones/${BRUNO}/answer`, {
      to: `${shop.phone}@s.whatsapp.net`,
      flowToken: 'of-nobody',
      quote: false,
      values: { full_name: 'Bruno?' },
    })
    await page.getByRole('link', { name: 'Look at them' }).click()
    await page.getByRole('heading', { name: 'It names a form that was not sent from here' }).waitFor()
    await page.getByText('Token: of-nobody').waitFor()
    await page.getByText('Raw JSON').click()
    expect(await page.locator('pre').textContent()).toContain('Bruno?')
    await insistOnAccessible(page)
    await page.getByRole('button', { name: /^Erase/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Erase', exact: true }).click()
    await page.getByText('Erased', { exact: true }).waitFor()
    await expect.poll(() => page.evaluate('document.activeElement?.tagName')).toBe('H2')
    expect(await page.content()).not.toContain('Bruno?')
  },
  {},
  120_000,
)
