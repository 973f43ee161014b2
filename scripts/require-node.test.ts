import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { ROOT, runNode } from './run.ts'

/** Runs the gate in a process that believes to be another Node. */
function askAs(version: string) {
  const gate = pathToFileURL(join(ROOT, 'scripts/require-node.mjs')).href
  const script = `
    Object.defineProperty(process, 'versions', { value: { node: '${version}' } })
    Object.defineProperty(process, 'version', { value: 'v${version}' })
    await import('${gate}')
  `
  return runNode(['--input-type=module', '--eval', script])
}

test.each(['18.20.8', '20.20.2', '22.18.0'])('Node %s is told in one sentence that it is too old', async (version) => {
  const { code, output } = await askAs(version)
  expect(code).toBe(1)
  expect(output).toMatch(
    new RegExp(`^Formwire needs Node 22\\.19 or newer and this is v${version.replaceAll('.', '\\.')}: .+\\n$`),
  )
})

test.each(['22.19.0', '24.0.0', '26.1.0'])('Node %s passes without a word', async (version) => {
  expect(await askAs(version)).toMatchObject({ code: 0, output: '' })
})
