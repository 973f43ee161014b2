import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '../../scripts/run.ts'
import { startGateway, type TestGateway } from '../journey/gateway.ts'

let gateway: TestGateway
let page: string
/** Name → type and help, as `/metrics` says them. */
const exposed = new Map<string, { type: string; help: string }>()
let text: string

beforeAll(async () => {
  page = await readFile(join(ROOT, 'docs/metrics.md'), 'utf8')
  gateway = await startGateway()
  await fetch(`${gateway.baseUrl}/health`)
  text = await (await fetch(`${gateway.baseUrl}/metrics`)).text()
  for (const [, name = '', help = ''] of text.matchAll(/^# HELP (\S+) (.*)$/gm)) {
    const type = new RegExp(`^# TYPE ${name} (\\w+)$`, 'm').exec(text)?.[1] ?? ''
    exposed.set(name, { type, help })
  }
})

afterAll(() => gateway?.stop())

test('the table of docs/metrics.md is what /metrics exposes, in its words', () => {
  const rows = [...page.matchAll(/^\| `(formwire_\w+)` \| (\w+) \| ([^|]*)\| (.+) \|$/gm)]
  const table = rows.map(([, name, type, , help]) => ({ name, type, help })).sort(byName)
  const ours = [...exposed]
    .filter(([name]) => name.startsWith('formwire_'))
    .map(([name, { type, help }]) => ({ name, type, help }))
  expect(table).toEqual(ours.sort(byName))
})

test('the labels of the table are those that samples have', () => {
  for (const [, name, , labels = ''] of page.matchAll(/^\| `(formwire_\w+)` \| (\w+) \| ([^|]*)\| .+ \|$/gm)) {
    const documented = [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label)
    const shown = new RegExp(`^${name}(?:_count)?\\{(.+)\\} `, 'm').exec(text)?.[1]
    if (shown === undefined) continue
    const own = [...shown.matchAll(/(\w+)="/g)].map(([, label]) => label)
    expect(own, name).toEqual(documented)
  }
})

test('alerts and text name only metrics that are there, and labels that these have', () => {
  const known = (name: string) => exposed.has(name) || exposed.has(name.replace(/_(bucket|count|sum)$/, ''))
  const named = [...page.matchAll(/\b(?:formwire|nodejs|process)_[a-z0-9]\w*/g)].map(([name]) => name)
  expect(named.length).toBeGreaterThan(40)
  expect([...new Set(named)].filter((name) => !known(name))).toEqual([])

  const rules = /```yaml\ngroups:[\s\S]*?```/.exec(page)?.[0] ?? ''
  const labelsOf = new Map(
    [...page.matchAll(/^\| `(formwire_\w+)` \| \w+ \| ([^|]*)\|/gm)].map(([, name = '', labels = '']) => [
      name,
      labels,
    ]),
  )
  const selectors = [...rules.matchAll(/(formwire_\w+)\{(\w+)=/g)]
  expect(selectors.length).toBeGreaterThan(5)
  for (const [, name = '', label] of selectors) expect(labelsOf.get(name), name).toContain(`\`${label}\``)
})

test('every metric of ours ends in its unit or says what it counts', () => {
  for (const [name, { type }] of exposed) {
    if (!name.startsWith('formwire_')) continue
    if (type === 'counter') expect(name).toMatch(/_total$/)
    if (type === 'histogram') expect(name).toMatch(/_seconds$/)
  }
})

function byName(left: { name?: string | undefined }, right: { name?: string | undefined }): number {
  return (left.name ?? '') < (right.name ?? '') ? -1 : 1
}
