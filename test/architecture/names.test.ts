import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '../../scripts/run.ts'

const ROOMS = ['src', 'sandbox/src', 'demo/src', 'examples', 'console', 'scripts', 'test']

/** Words that say nothing about what a file does. */
const EMPTY_WORDS = /(^|[/-])(utils?|helpers?|common|misc|shared|managers?|services?|types|impl|data)([-./]|$)/

async function paths(room: string): Promise<string[]> {
  const found = await readdir(join(ROOT, room), { recursive: true }).catch(() => [])
  return found.filter((path) => /\.[jt]sx?$/.test(path) && !/(^|\/)(node_modules|dist|planted)\//.test(path))
}

test('a file is named by what it does', async () => {
  const named = (
    await Promise.all(ROOMS.map(async (room) => (await paths(room)).map((path) => `${room}/${path}`)))
  ).flat()
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter((path) => EMPTY_WORDS.test(path))).toEqual([])
})

test('files are written in kebab-case', async () => {
  const named = (await Promise.all(ROOMS.map(paths))).flat().flatMap((path) => path.split('/'))
  expect(named.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/.test(name))).toEqual([])
})
