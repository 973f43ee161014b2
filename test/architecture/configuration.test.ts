import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'

const documentation = readFileSync('docs/configuration.md', 'utf8')
const documented = [...documentation.matchAll(/^\| `(?:FORMWIRE_)?([A-Z_]+)`/gm)].map(([, name]) => String(name))

test('every documented variable is known, and nothing else is', () => {
  expect(documented.length).toBeGreaterThan(20)
  for (const name of documented) {
    expect(() => readConfig({}, { [`FORMWIRE_${name}`]: '' }), name).not.toThrow()
  }
})

test('every variable of the code is documented', () => {
  const source = readFileSync('src/config.ts', 'utf8')
  const [, variables = ''] = /const VARIABLES = z\.object\(\{\n([\s\S]*?)\n\}\)/.exec(source) ?? []
  const known = [...variables.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => String(name))
  expect(known.toSorted()).toEqual(documented.toSorted())
})
