import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Command, refusal, useCommand } from './command.ts'

const { run, folder } = useCommand()

/** Runs `formwire serve` in its own folder, on a free port unless one is given. */
function serve(environment: Record<string, string> = {}, args = ['serve']): Command {
  return run(args, environment)
}

test.for(['SIGINT', 'SIGTERM'] as const)('it serves until %s, and ends within 5 seconds with 0', async (signal) => {
  const served = serve()
  const baseUrl = await served.baseUrl
  expect((await fetch(`${baseUrl}/ready`)).status).toBe(200)
  const askedAt = performance.now()
  served.child.kill(signal)
  const { code, stdout, stderr } = await served.ended
  expect(performance.now() - askedAt).toBeLessThan(5_000)
  expect([code, stderr]).toEqual([0, ''])
  expect(stdout).toContain(`Formwire is ready at ${baseUrl}`)
  const token = (await readFile(join(folder(), 'data/account-token'), 'utf8')).trim()
  expect(stdout).not.toContain(token)
})

test('it ends when the process that started it is gone', async () => {
  const served = serve()
  await served.baseUrl
  served.child.disconnect()
  expect((await served.ended).code).toBe(0)
})

test('a wrong configuration is one sentence that names every variable', async () => {
  await writeFile(join(folder(), '.env'), 'LOG_LEVLE=debug\n')
  const sentence = await refusal(serve({ PORT: 'eighty', FORMWIRE_DATABASE_URL: 'mysql://me:secret@host/db' }))
  for (const name of ['PORT', 'FORMWIRE_DATABASE_URL', 'LOG_LEVLE']) expect(sentence).toContain(name)
  expect(sentence).not.toContain('secret')
})

test('a port in use is one sentence', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  expect(await refusal(serve({ PORT: String(port) }))).toContain(`Port ${port} on 127.0.0.1 is in use`)
  other.close()
})

test('a data folder that cannot be is one sentence', async () => {
  await writeFile(join(folder(), 'data'), 'a file')
  expect(await refusal(serve())).toContain(join(folder(), 'data'))
})

test('a second process on the same store is one sentence, and the first goes on', async () => {
  const first = serve()
  const baseUrl = await first.baseUrl
  expect(await refusal(serve())).toContain(String(first.child.pid))
  expect((await fetch(`${baseUrl}/ready`)).status).toBe(200)
})

test('a wrong secret key is one sentence, and the right one still opens the store', async () => {
  const right = serve({ SECRET_KEY: 'ab'.repeat(32) })
  await right.baseUrl
  right.child.kill('SIGTERM')
  await right.ended
  const sentence = await refusal(serve({ SECRET_KEY: 'cd'.repeat(32) }))
  expect(sentence).toContain('secret key')
  expect(sentence).not.toContain('cdcd')
  expect(await serve({ SECRET_KEY: 'ab'.repeat(32) }).baseUrl).toMatch(/^http:/)
})

test('an unknown command shows how it is used', async () => {
  const { code, stderr } = await serve({}, ['sevre']).ended
  expect([code, stderr]).toEqual([2, expect.stringContaining('Usage: formwire')])
})

test('a promise that a library left to itself takes nothing down', async () => {
  const left = 'process.on("SIGUSR2", () => void Promise.reject(new Error("Connection Closed")))'
  const preload = `--import=data:text/javascript,${encodeURIComponent(left)}`
  const { child, ended, baseUrl } = serve({ NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} ${preload}` })
  const base = await baseUrl
  const logged = new Promise((resolve) => {
    child.stdout?.on('data', (chunk) => String(chunk).includes('left to itself') && resolve('logged'))
  })
  child.kill('SIGUSR2')
  expect(await Promise.race([logged, ended])).toBe('logged')
  expect((await fetch(`${base}/health`)).status).toBe(200)
  child.kill('SIGTERM')
  expect((await ended).code).toBe(0)
})
