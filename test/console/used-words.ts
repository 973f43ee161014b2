import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CONSOLE } from './all-words.ts'

/** What all pages share is said anywhere; what a room has, in that room only. */
const SHARED = ['ui', 'words']

/**
 * Those of a set that some source takes: `words.title`, `useWords(set).title`, `const { title } = useWords(set)`; where
 * it is `words[name]`, those that the source names. `set`: its file and its name, as `allWords` tells them.
 */
export async function usedWords(set: string, all: readonly string[]): Promise<ReadonlySet<string>> {
  const [file = '', name = ''] = set.split(' ')
  const room = file.split('/')[0] ?? ''
  const used = new Set<string>()
  const sources: string[] = []
  let isIndexed = false
  for await (const path of glob('**/*.{ts,tsx}', { cwd: CONSOLE })) {
    if (/words(-\w\w)?\.ts$|\.test\.ts$|schema\.d\.ts$/.test(path) && path !== file) continue
    const source = await readFile(join(CONSOLE, path), 'utf8')
    if (path !== file) sources.push(source)
    if (!SHARED.includes(room) && !path.startsWith(`${room}/`)) continue
    for (const holder of holdersOf(source, name)) {
      for (const [, word = ''] of source.matchAll(new RegExp(`\\b${holder}\\??\\.(\\w+)`, 'g'))) used.add(word)
      isIndexed ||= new RegExp(`\\b${holder}\\[`).test(source)
    }
    for (const [, taken = ''] of source.matchAll(new RegExp(`const \\{([^}]*)\\} = useWords\\(${name}\\)`, 'g'))) {
      for (const [, word = ''] of taken.matchAll(/(?:^|,)\s*(\w+)/g)) used.add(word)
    }
    for (const [, word = ''] of source.matchAll(new RegExp(`useWords\\(${name}\\)\\.(\\w+)`, 'g'))) used.add(word)
  }
  if (!isIndexed) return used
  const named = (word: string) => sources.some((source) => new RegExp(`\\b${word}\\b`).test(source))
  return new Set([...used, ...all.filter((word) => named(word.replace(/Hint$/, '')))])
}

/** What the set is called in a source, and words that were handed on to it. */
function holdersOf(source: string, name: string): string[] {
  const bound = source.matchAll(new RegExp(`const (\\w+) = useWords\\(${name}\\)`, 'g'))
  const handed = source.matchAll(/\b(\w+): (?:\w*Words\b|ReturnType<typeof useWords)/g)
  return [...new Set([...bound, ...handed].map(([, holder = '']) => holder))]
}
