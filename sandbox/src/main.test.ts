import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'

const main = join(import.meta.dirname, 'main.ts')
const running: ChildProcess[] = []

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  running.push(child)
  return child
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = ''
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk)
    if (text.includes('\n')) break
  }
  return text.split('\n')[0] ?? ''
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  'it prints where it is in one line of JSON, and ends at once on %s',
  async (signal) => {
    const child = start('--json')
    const info = JSON.parse(await firstLine(child))
    expect(Object.keys(info)).toEqual(['whatsappUrl', 'rootKey', 'controlUrl', 'pageUrl'])
    const reply = await fetch(`${info.controlUrl}/control/phones`)
    expect(await reply.json()).toEqual({ phones: [] })
    const told = Date.now()
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(Date.now() - told).toBeLessThan(2000)
  },
)

test('a parent process is told when it is ready, and takes it along when it goes', async () => {
  const child = fork(main, [], { silent: true })
  running.push(child)
  const [message] = await once(child, 'message')
  expect(message).toMatchObject({ ready: { controlUrl: expect.stringContaining('http://127.0.0.1:') } })
  child.disconnect()
  expect((await once(child, 'exit'))[0]).toBe(0)
})

test('a port in use is one sentence', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const address = holder.address()
  const port = typeof address === 'object' ? address?.port : 0
  const child = start('--port', String(port))
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += String(chunk)
  })
  const [code] = await once(child, 'close')
  expect({ code, said }).toEqual({ code: 1, said: `port ${port} is in use\n` })
  holder.close()
})
