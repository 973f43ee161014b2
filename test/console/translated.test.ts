import { afterAll, beforeAll, expect } from 'vitest'
import { mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { type Receiver, startReceiver } from '../journey/receiver.ts'
import { allWords, type LANGUAGES } from './all-words.ts'
import { type Furnished, furnish } from './furnish.ts'
import { emptyPages, fullPages } from './pages.ts'
import { openRig } from './rig.suite.ts'
import { textsOf } from './shown-texts.ts'
import type { Visit } from './visit.ts'

const rig = openRig()

let furnished: Furnished
let receiver: Receiver

beforeAll(async () => {
  if (!mayBrowse) return
  receiver = await startReceiver()
  furnished = await furnish(rig, receiver)
}, 180_000)

afterAll(() => receiver?.close())

/** Texts without parts that are put in, in a language. */
async function wordsOf(language: (typeof LANGUAGES)[number]): Promise<Set<string>> {
  const found = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value === 'string') found.add(value.trim().replace(/\s+/g, ' '))
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  for (const words of (await allWords()).values()) collect(words[language])
  return found
}

/** What every page shows, with where it was seen first. */
async function readAll({ page, enter, openAt }: Visit): Promise<Map<string, string>> {
  const seen = new Map<string, string>()
  await enter('/')
  for (const { name, path } of [...fullPages(furnished), ...emptyPages('filial-2')]) {
    await openAt(path)
    await page.waitForLoadState('networkidle').catch(() => {})
    for (const text of await textsOf(page)) if (!seen.has(text)) seen.set(text, name)
  }
  return seen
}

/** A sentence has letters, and more than a name, a unit or a code. One with a number in it is made by words of ours. */
const isSentence = (text: string) => /\p{L}{2,}\s+\p{L}{2,}/u.test(text) && !/\d/.test(text)

for (const [tag, language] of [
  ['pt-BR', 'pt-BR'],
  ['es-ES', 'es'],
] as const) {
  rig.test(
    `no page shows an English word of the console in ${language}`,
    async (visit) => {
      const english = await wordsOf('en')
      const own = await wordsOf(language)
      const shown = await readAll(visit)
      expect(shown.size).toBeGreaterThan(100)
      const left = [...shown].filter(([text]) => english.has(text) && !own.has(text))
      expect(left).toEqual([])
    },
    { language: tag },
    240_000,
  )
}

rig.test(
  'no sentence is the same in Portuguese and in Spanish: it would be written into the page',
  async (visit) => {
    const known = new Set([...(await wordsOf('pt-BR')), ...(await wordsOf('es'))])
    const inSpanish = await readAll(visit)
    const other = await rig.visit({ language: 'pt-BR' })
    const inPortuguese = await readAll(other)
    other.insistOnPeace()
    await other.end()
    const same = [...inPortuguese].filter(([text]) => inSpanish.has(text) && isSentence(text) && !known.has(text))
    expect(same).toEqual([])
  },
  { language: 'es-ES' },
  300_000,
)
