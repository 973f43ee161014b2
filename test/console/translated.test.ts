import { afterAll, beforeAll, expect } from 'vitest'
import { browserTest, mayBrowse } from '../../sandbox/src/testing/chromium.ts'
import { type Receiver, startReceiver } from '../journey/receiver.ts'
import { allWords, type LANGUAGES } from './all-words.ts'
import { type Furnished, furnish } from './furnish.ts'
import { insistOnAccessible, insistOnNoSideScroll } from './judge-page.ts'
import { emptyPages, fullPages } from './pages.ts'
import { openRig } from './rig.suite.ts'
import { textsOf } from './shown-texts.ts'

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

const TAGS = { 'pt-BR': 'pt-BR', es: 'es-ES' } as const
type Translated = keyof typeof TAGS

/** axe sees hardly anything of a language: a page with many words and one with few are enough. */
const JUDGED = new Set(['settings', 'no-instance'])

interface Reading {
  /** What every page shows, with where it was seen first. */
  shown: Map<string, string>
  /** What is broken by words that are longer. */
  faults: string[]
}

const readings: Partial<Record<Translated, Promise<Reading>>> = {}

/** All pages in a language; every test looks at one reading of them. */
function readIn(language: Translated): Promise<Reading> {
  readings[language] ??= readAll(language)
  return readings[language]
}

async function readAll(language: Translated): Promise<Reading> {
  const visit = await rig.visit({ language: TAGS[language] })
  const { page } = visit
  const shown = new Map<string, string>()
  const faults: string[] = []
  const note = (error: Error) => void faults.push(error.message)
  try {
    await visit.enter('/')
    for (const { name, path } of [...emptyPages('filial-2'), ...fullPages(furnished)]) {
      await visit.openAt(path)
      // Fails where a request stays under way for ever.
      await page.waitForLoadState('networkidle')
      for (const text of await textsOf(page)) if (!shown.has(text)) shown.set(text, name)
      await page.setViewportSize({ width: 360, height: 900 })
      await insistOnNoSideScroll(page, `${name} in ${language}`).catch(note)
      if (JUDGED.has(name)) await insistOnAccessible(page, `${name} in ${language}`).catch(note)
      await page.setViewportSize({ width: 1280, height: 900 })
    }
    visit.insistOnPeace()
  } finally {
    await visit.end()
  }
  return { shown, faults }
}

/** A sentence has letters, and more than a name, a unit or a code. One with a number in it is made by words of ours. */
const isSentence = (text: string) => /\p{L}{2,}\s+\p{L}{2,}/u.test(text) && !/\d/.test(text)

for (const language of ['pt-BR', 'es'] as const) {
  browserTest(
    `no page shows an English word of the console in ${language}`,
    async () => {
      const english = await wordsOf('en')
      const own = await wordsOf(language)
      const { shown } = await readIn(language)
      expect(shown.size).toBeGreaterThan(100)
      const left = [...shown].filter(([text]) => english.has(text) && !own.has(text))
      expect(left).toEqual([])
    },
    240_000,
  )

  browserTest(
    `longer words break no page: ${language}`,
    async () => {
      const { faults } = await readIn(language)
      if (faults.length > 0) throw new Error(faults.join('\n\n'))
    },
    240_000,
  )
}

browserTest(
  'no sentence is the same in Portuguese and in Spanish: it would be written into the page',
  async () => {
    const known = new Set([...(await wordsOf('pt-BR')), ...(await wordsOf('es'))])
    const { shown: inSpanish } = await readIn('es')
    const { shown: inPortuguese } = await readIn('pt-BR')
    const same = [...inPortuguese].filter(([text]) => inSpanish.has(text) && isSentence(text) && !known.has(text))
    expect(same).toEqual([])
  },
  300_000,
)
