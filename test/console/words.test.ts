import { expect, test } from 'vitest'
import { allWords, LANGUAGES } from './all-words.ts'
import { usedWords } from './used-words.ts'

/** Paths of all members, with what kind of thing stands there. */
function membersOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`]
  return Object.entries(value).flatMap(([name, one]) => membersOf(one, `${path}.${name}`))
}

test('every room brings the same words in all three languages', async () => {
  const words = await allWords()
  expect(words.size).toBeGreaterThan(4)
  for (const [name, told] of words) {
    const english = membersOf(told.en).sort()
    for (const language of LANGUAGES) expect(membersOf(told[language]).sort(), `${name} ${language}`).toEqual(english)
  }
})

/** Names, and what all three languages call the same. */
const SAME = new Set([
  ...['Token', 'Flow token', 'experimental', 'E-mail', 'Proxy', 'Host', 'Webhook', 'Webhooks', 'Authorization'],
  ...['Flows Playground', 'WhatsApp Business', 'curl', 'TypeScript', 'CPF', 'CNPJ'],
])

/** Texts that are the same as in English. */
function leftOver(english: unknown, other: unknown): string[] {
  if (typeof english === 'string') return english === other && /\p{L}/u.test(english) ? [english] : []
  if (typeof english !== 'object' || english === null || typeof other !== 'object' || other === null) return []
  return Object.entries(english).flatMap(([name, told]) => leftOver(told, Reflect.get(other, name)))
}

test('no text stands in Portuguese or Spanish as it does in English, but for names', async () => {
  for (const [name, { en, es, 'pt-BR': portuguese }] of await allWords()) {
    const left = [...leftOver(en, es), ...leftOver(en, portuguese)].filter((text) => !SAME.has(text))
    expect(left, name).toEqual([])
  }
})

test('no word stands there that no page says', async () => {
  const unused: string[] = []
  for (const [name, { en }] of await allWords()) {
    const used = await usedWords(name, Object.keys(en))
    unused.push(
      ...Object.keys(en)
        .filter((word) => !used.has(word))
        .map((word) => `${name}.${word}`),
    )
  }
  expect(unused).toEqual([])
})
