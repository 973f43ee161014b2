import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { type ChildOrder, startChild } from './child.ts'

test('a process is there when it says so, and ends when it is asked to', async () => {
  const child = await startChild(order("process.send({ ready: { at: 'here' } }); setInterval(() => {}, 1000)"))
  expect(child.ready).toEqual({ at: 'here' })
  await child.stop(5_000)
  expect(await child.ended).toBe('part: ended by itself (SIGTERM).')
})

test('a process that ends before it is ready is told by its own sentence', async () => {
  const refused = startChild(order("console.error('The folder is full.'); process.exit(1)"))
  await expect(refused).rejects.toThrow(/^part: The folder is full\.$/)
})

test('one that throws is told without its stack', async () => {
  await expect(startChild(order("throw new TypeError('nothing works')"))).rejects.toThrow(
    /^part: TypeError: nothing works$/,
  )
})

test('one that says nothing is told by how it ended', async () => {
  await expect(startChild(order('process.exit(3)'))).rejects.toThrow('part: ended by itself (exit code 3).')
})

test('what it says before it is ready is no reason for its end later', async () => {
  const child = await startChild(
    order(
      "console.error('mind the gap'); process.stderr.write('', () => process.send({ ready: {} })); process.on('message', () => {})",
    ),
  )
  await child.stop(5_000)
  expect(await child.ended).not.toContain('mind the gap')
})

test('a start that hangs and hears no signal is ended by force', async () => {
  const giveUp = new AbortController()
  const deaf = "process.on('SIGTERM', () => {}); console.log('deaf'); for (;;) {}"
  const starting = startChild({
    ...order(deaf),
    showOutput: () => giveUp.abort(),
    given: { up: giveUp.signal, graceMs: 100 },
  })
  await expect(starting).rejects.toThrow('part: ended by itself (SIGKILL).')
})

test('a start that was given up before it began ends too', async () => {
  const given = { up: AbortSignal.abort(), graceMs: 100 }
  await expect(startChild({ ...order('setInterval(() => {}, 1000)'), given })).rejects.toThrow('(SIGTERM)')
})

function order(source: string): ChildOrder {
  const cwd = mkdtempSync(join(tmpdir(), 'demo-child-'))
  onTestFinished(() => rmSync(cwd, { recursive: true }))
  const file = join(cwd, 'part.cjs')
  writeFileSync(file, source)
  const given = { up: new AbortController().signal, graceMs: 5_000 }
  return { name: 'part', file, args: [], env: process.env, cwd, showOutput: () => {}, given }
}
