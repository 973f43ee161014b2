import { expect } from 'vitest'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { linkNumber, makeInstance } from './people.ts'
import { openRig } from './rig.suite.ts'
import type { Visit, VisitOptions } from './visit.ts'

const rig = openRig()

const LOOKS: readonly [
  string,
  VisitOptions,
  Record<'more' | 'make' | 'qr' | 'code' | 'erase' | 'proxy' | 'calls', string>,
][] = [
  [
    'light, wide, English',
    { theme: 'light', width: 1600 },
    {
      more: 'New instance',
      make: 'Make it',
      qr: 'Show the QR code',
      code: 'Type a code on the phone',
      erase: 'Delete',
      proxy: 'Go through a proxy',
      calls: 'Reject calls as they ring',
    },
  ],
  [
    'dark, narrow, Portuguese',
    { theme: 'dark', width: 360, height: 740, language: 'pt-BR' },
    {
      more: 'Nova instância',
      make: 'Criar',
      qr: 'Mostrar o QR code',
      code: 'Digitar um código no celular',
      erase: 'Excluir',
      proxy: 'Passar por um proxy',
      calls: 'Recusar ligações assim que tocam',
    },
  ],
]

async function judge({ page }: Visit, what: string): Promise<void> {
  await insistOnAccessible(page, what)
  await insistOnNoSideScroll(page, what)
}

for (const [at, [look, options, words]] of LOOKS.entries()) {
  rig.test(
    `the pages of the instances are accessible and fit: ${look}`,
    async (visit) => {
      const { page, gateway } = visit
      const button = (name: string) => page.getByRole('button', { name, exact: true })
      const linked = `linked-${at}`
      const bare = `bare-${at}-${'x'.repeat(80)}`
      await linkNumber(visit, linked)
      await makeInstance({ gateway }, bare)
      await visit.enter()
      await page.getByRole('link', { name: bare }).waitFor()
      await judge(visit, 'the list')
      await button(words.more).click()
      await button(words.make).click()
      await expect.poll(() => page.evaluate('document.activeElement.ariaInvalid')).toBe('true')
      await judge(visit, 'the dialog of a new one')

      await visit.openAt(`/i/${linked}`)
      await button(words.erase).click()
      await page.getByRole('dialog').getByRole('textbox').waitFor()
      await judge(visit, 'a linked number, and the question before it is deleted')

      await visit.openAt(`/i/${bare}`)
      await button(words.qr).click()
      await page.getByAltText('QR', { exact: false }).waitFor()
      await judge(visit, 'a QR')
      await page.getByRole('tab', { name: words.code }).click()
      await page.getByRole('tabpanel').getByRole('textbox').fill('5511987654321')
      await page.keyboard.press('Enter')
      await page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).waitFor()
      await judge(visit, 'a pairing code')

      await visit.openAt(`/i/${bare}/settings`)
      await page.getByLabel(words.calls).check()
      await page.getByLabel(words.proxy).check()
      await judge(visit, 'the settings, changed')
    },
    options,
    180_000,
  )
}
