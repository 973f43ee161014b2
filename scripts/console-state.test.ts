import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { consoleState, hashOfSources, noteSources } from './console-state.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'formwire-console-'))
  await mkdir(join(folder, 'src/room'), { recursive: true })
  await writeFile(join(folder, 'src/room/page.tsx'), 'one')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const addPages = () => writeFile(join(folder, 'index.html'), '<html></html>')

async function build(): Promise<void> {
  const hash = await hashOfSources(folder)
  await mkdir(join(folder, 'dist'), { recursive: true })
  await writeFile(join(folder, 'dist/index.html'), 'built')
  await noteSources(folder, hash)
}

test('a console without pages is none, and one that was never built is missing', async () => {
  expect(await consoleState(folder)).toBe('none')
  await addPages()
  expect(await consoleState(folder)).toBe('missing')
})

test('what was built from the sources of now is fresh', async () => {
  await addPages()
  await build()
  expect(await consoleState(folder)).toBe('fresh')
})

test('a changed, an added and a moved source make it stale; a test of the console does not', async () => {
  await addPages()
  await build()
  await writeFile(join(folder, 'src/room/page.test.ts'), 'a test')
  expect(await consoleState(folder)).toBe('fresh')
  await writeFile(join(folder, 'src/room/page.tsx'), 'two')
  expect(await consoleState(folder)).toBe('stale')
  await writeFile(join(folder, 'src/room/page.tsx'), 'one')
  expect(await consoleState(folder)).toBe('fresh')
  await writeFile(join(folder, 'src/words.ts'), '')
  expect(await consoleState(folder)).toBe('stale')
  await rm(join(folder, 'src'), { recursive: true })
  await mkdir(join(folder, 'src'))
  await writeFile(join(folder, 'src/page.tsx'), 'one')
  expect(await consoleState(folder)).toBe('stale')
})

test('a build from before anybody noted its sources is stale', async () => {
  await addPages()
  await mkdir(join(folder, 'dist'))
  await writeFile(join(folder, 'dist/index.html'), 'built')
  expect(await consoleState(folder)).toBe('stale')
})
