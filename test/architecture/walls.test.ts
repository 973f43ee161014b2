import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseFileSync, parseSync } from '@swc/core'
import { beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../scripts/run.ts'
import { WALLS } from '../../scripts/wall-rules.ts'
import { type Findings, judgeWalls } from '../../scripts/walls.ts'

/** What stands under test/canary/planted: each rule and the files that break it, and no other. */
const PLANTED: Record<string, readonly string[]> = {
  'kernel-sees-no-room': ['src/kernel/sees-room.ts'],
  'kernel-is-pure': ['src/kernel/reads-disk.ts'],
  'platform-sees-kernel': ['src/platform/http/sees-db.ts', 'src/platform/http/sees-slice.ts'],
  'port-sees-kernel': ['src/whatsapp/port.ts'],
  'engine-sees-port': ['src/whatsapp/baileys/sees-slice.ts'],
  'engine-stands-behind-port': ['src/account/sees-engine.ts'],
  'baileys-in-its-folder': ['src/account/dials.ts', 'src/account/sees-vendor.ts', 'src/account/vendor-later.ts'],
  'slice-by-its-index': ['src/instance/behind-index.ts'],
  'slice-order-account': ['src/account/sees-instance.ts'],
  'slice-order-instance': ['src/instance/sees-message.ts'],
  'slice-order-message': ['src/message/sees-form.ts'],
  'slice-order-form': ['src/form/sees-event.ts'],
  'slice-order-event': ['src/event/sees-message.ts'],
  'root-is-the-top': ['src/account/reads-config.ts'],
  'domain-is-pure': ['src/form/domain/impure.ts', 'src/form/domain/random.ts'],
  'domain-stays-home': ['src/form/domain/abroad.ts', 'src/form/domain/random.ts'],
  'fastify-at-the-edge': ['src/account/speaks-http.ts'],
  'drivers-in-db': ['src/account/opens-pg.ts', 'src/account/opens-sqlite.ts'],
  'undici-in-egress': ['src/account/dials.ts', 'src/account/fetches.ts', 'src/account/uses-using.ts'],
  'names-in-egress': ['src/account/looks-up.ts'],
  'src-sees-no-package': ['src/account/sees-sandbox.ts'],
  'unit-tests-start-no-sandbox': ['src/account/sandbox-in-unit.test.ts'],
  'packages-see-no-src': ['console/src/sees-src.tsx', 'examples/sees-src.ts', 'sandbox/src/sees-src.ts'],
  'packages-stand-apart': ['demo/src/sees-sandbox.ts'],
  'console-rooms-stand-apart': ['console/src/send/sees-answers.ts'],
  'console-shares-upwards': ['console/src/ui/sees-answers.ts'],
  'journeys-by-the-front-door': ['test/journey/back-door.ts'],
  'nothing-needs-a-test': ['src/account/tested.ts'],
  'no-dev-dependency': ['src/account/checks.ts'],
  'no-circle': ['src/account/circle-back.ts'],
  'no-loose-end': ['src/account/loose.ts'],
  'no-orphan': ['src/account/orphan.ts'],
}

const planted = join(ROOT, 'test/canary/planted')
let findings: Findings

beforeAll(async () => {
  findings = await judgeWalls(planted)
})

test('every wall has a planted breach', () => {
  expect(Object.keys(PLANTED)).toEqual(WALLS.map(({ name }) => name))
})

test.each(Object.entries(PLANTED))('%s bites where it is broken and nowhere else', (rule, files) => {
  const bitten = findings.breaches.filter((breach) => breach.rule === rule).map(({ from }) => from)
  expect([...new Set(bitten)].sort()).toEqual(files)
})

test('the walls of the project itself are looked at, file by file, and hold', async () => {
  const { files, breaches } = await judgeWalls(ROOT)
  const sources = (await readdir(join(ROOT, 'src'), { recursive: true })).filter((path) => path.endsWith('.ts'))
  expect(breaches).toEqual([])
  expect(sources.length).toBeGreaterThan(0)
  expect(files).toEqual(expect.arrayContaining(sources.map((path) => `src/${path}`)))
})

/** Says whether a syntax tree holds `import('x').T`, which the cruiser's swc reader passes over. */
function hidesImport(node: unknown): boolean {
  if (Array.isArray(node)) return node.some(hidesImport)
  if (typeof node !== 'object' || node === null) return false
  return ('type' in node && node.type === 'TsImportType') || Object.values(node).some(hidesImport)
}

test('no import hides in a type, where the walls do not look', async () => {
  const syntax = { syntax: 'typescript', target: 'es2022' } as const
  expect(hidesImport(parseSync("export type Pool = import('pg').Pool", syntax))).toBe(true)
  expect(hidesImport(parseSync("export type Pool = typeof import('pg')", syntax))).toBe(true)
  const { files } = await judgeWalls(ROOT)
  const hiding = files.filter((path) => /^(src|sandbox|demo|examples)\/.+\.ts$/.test(path))
  expect(hiding.filter((path) => hidesImport(parseFileSync(join(ROOT, path), syntax)))).toEqual([])
})
