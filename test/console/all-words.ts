import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

export const CONSOLE = join(import.meta.dirname, '../../console/src')
export const LANGUAGES = ['en', 'pt-BR', 'es'] as const

type Told = Record<string, unknown>
type Words = Record<(typeof LANGUAGES)[number], Told>

/** Some words bring along what chooses the language, and that looks at the browser at once. */
Object.assign(globalThis, { localStorage: { getItem: () => null }, document: { documentElement: {} } })

/** Every set of words that a room exports, by file and name. */
export async function allWords(): Promise<Map<string, Words>> {
  const found = new Map<string, Words>()
  for await (const file of glob('**/*words.ts', { cwd: CONSOLE })) await collect(file, found)
  for (const file of ['words/problems.ts', 'words/forms.ts']) await collect(file, found)
  return found
}

async function collect(file: string, found: Map<string, Words>): Promise<void> {
  const module = (await import(pathToFileURL(join(CONSOLE, file)).href)) as Told
  for (const [name, value] of Object.entries(module)) if (isWords(value)) found.set(`${file} ${name}`, value)
}

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && LANGUAGES.every((language) => language in value)
}
