import { readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Bench, createBench, processesWith, processRunning, type Running, until } from './testing/command.ts'

const LIMIT_MS = 5_000
const ROOT = join(import.meta.dirname, '../..')
const FILES = { gateway: join(ROOT, 'src/main.ts'), sandbox: join(ROOT, 'sandbox/src/main.ts') }

let bench: Bench
beforeAll(() => {
  bench = createBench()
})
afterEach(() => bench.reset())
afterAll(() => bench.clear())

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} to the process ends everything, and nothing is left`, async () => {
    const demo = await started()
    await expectEnd(demo, () => demo.process.kill(signal))
    expect(await demo.ended).toEqual({ code: 0, signal: null })
    expect(demo.err()).toBe('')
  })

  test(`${signal} to the whole group, as a terminal sends it, ends everything without a complaint`, async () => {
    const demo = await started()
    await expectEnd(demo, () => process.kill(-groupOf(demo), signal))
    expect(await demo.ended).toEqual({ code: 0, signal: null })
    expect(demo.err()).toBe('')
  })

  test(`${signal} to npm alone ends everything`, async () => {
    const demo = await started('npm')
    await expectEnd(demo, () => demo.process.kill(signal))
  })
}

test('Ctrl-C under npm ends everything', async () => {
  const demo = await started('npm')
  await expectEnd(demo, () => process.kill(-groupOf(demo), 'SIGINT'))
})

test('a signal while it starts ends everything, at whatever moment', async () => {
  for (const processes of [1, 2, 3]) {
    const demo = bench.start(['--json'])
    await until(`${processes} of its processes run`, () => processesWith(bench.temp).length >= processes)
    await expectEnd(demo, () => process.kill(-groupOf(demo), 'SIGINT'))
    expect(demo.out()).toBe('')
    expect(demo.err()).toBe('')
  }
})

test('a signal ends a start that hangs on a database which never answers', async () => {
  const silent = createServer(() => {})
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const called = new Promise((resolve) => silent.once('connection', resolve))
  const demo = bench.start(['--json'], { DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/none` })
  await called
  await expectEnd(demo, () => demo.process.kill('SIGTERM'))
  expect(await demo.ended).toEqual({ code: 0, signal: null })
  silent.close()
})

test('an interrupted --auto is no success', async () => {
  const demo = bench.start(['--auto', '--json'])
  await until('the gateway runs', () => processesWith(bench.temp).length > 2)
  await expectEnd(demo, () => demo.process.kill('SIGTERM'))
  expect(await demo.ended).toMatchObject({ code: 1 })
  expect(demo.out()).toBe('')
  expect(demo.err()).toBe('Interrupted before the answer had arrived.\n')
})

test('a killed demo leaves no process', async () => {
  const demo = await started()
  demo.process.kill('SIGKILL')
  await bench.untilOver()
  for (const name of leftFolders()) rmSync(join(bench.temp, name), { recursive: true })
})

for (const name of ['gateway', 'sandbox'] as const) {
  test(`when the ${name} dies by itself, the demo says so and ends`, async () => {
    const demo = await started()
    await expectEnd(demo, () => process.kill(processRunning(FILES[name], bench.temp), 'SIGKILL'))
    expect(await demo.ended).toMatchObject({ code: 1 })
    expect(demo.err()).toBe(`${name}: ended by itself (SIGKILL).\n`)
  })
}

/** The group's id: the demo was started as the head of one. */
function groupOf({ process: { pid } }: Running): number {
  if (pid === undefined) throw new Error('the demo was not started')
  return pid
}

async function started(how: 'node' | 'npm' = 'node'): Promise<Running> {
  const demo = bench.start(['--json'], { PORT: '0' }, { how })
  await demo.ready()
  return demo
}

/** Does something that ends the demo, and expects the end in time, with no process and no folder left. */
async function expectEnd(demo: Running, cause: () => void): Promise<void> {
  const from = performance.now()
  cause()
  await demo.ended
  await bench.untilOver()
  expect(performance.now() - from).toBeLessThan(LIMIT_MS)
  expect(leftFolders()).toEqual([])
}

function leftFolders(): string[] {
  return readdirSync(bench.temp).filter((name) => name.startsWith('formwire-demo-'))
}
