import { expect, test } from 'vitest'
import { type Page, PageUnreadable } from '../platform/egress/fetch-page.ts'
import { page, redirect, site } from '../platform/egress/page-site.suite.ts'
import { openEgress } from '../platform/egress/rig.suite.ts'
import { fetchPreview } from './fetch-preview.ts'

/** An egress that finds one page, or fails, and remembers what it was asked for. */
function egressWith(answer: Page | Error) {
  const asked: string[] = []
  const fetchPage = async (url: string) => {
    asked.push(url)
    if (answer instanceof Error) throw answer
    return answer
  }
  return { asked, deps: { egress: { fetchPage } } }
}

const HTML = '<title>Sapato</title><meta name="description" content="Couro">'

test('the first link of a text becomes a preview', async () => {
  const { deps, asked } = egressWith({ url: 'https://loja.example/p?id=1', html: HTML })
  expect(await fetchPreview(deps, 'Olha (https://curto.example/1), ou https://outra.example')).toEqual({
    matchedText: 'https://curto.example/1',
    title: 'Sapato',
    description: 'Couro',
  })
  expect(asked).toEqual(['https://curto.example/1'])
})

test('without a link nothing is called', async () => {
  const { deps, asked } = egressWith({ url: 'https://loja.example/', html: HTML })
  expect(await fetchPreview(deps, 'Olha loja.example, ou ftp://loja.example/')).toBeNull()
  expect(asked).toEqual([])
})

test.each([
  ['is refused', new PageUnreadable('address_refused')],
  ['does not come in time', new PageUnreadable('timeout')],
  ['breaks what nobody thought of', new TypeError('broken')],
  ['has no title', { url: 'https://loja.example/', html: '<p>Oi</p>' }],
])('a page that %s is no preview, and no error', async (_case, answer) => {
  expect(await fetchPreview(egressWith(answer).deps, 'https://loja.example/')).toBeNull()
})

test('over the wire: what the operator opened has a preview, what is private beside it has none', async () => {
  const { at, port, asked } = await site({ '/open': page(HTML), '/trap': redirect('http://127.0.0.2/') })
  const deps = { egress: openEgress(['127.0.0.1']) }
  const link = `http://LOCALHOST:${port}/open`
  expect(await fetchPreview(deps, `Olha: ${link}!`)).toEqual({
    matchedText: link,
    title: 'Sapato',
    description: 'Couro',
  })
  expect(await fetchPreview(deps, at('/trap'))).toBeNull()
  expect(await fetchPreview({ egress: openEgress([]) }, at('/open'))).toBeNull()
  expect(asked).toEqual(['/open', '/trap'])
})
