import { createServer, type Server } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { anyFreePort, isTaken, nextFreePort } from './free-port.ts'

const HOST = '127.0.0.1'

test('a taken port gives way to the next free one', async () => {
  const taken = await listenAnywhere()
  expect(await isTaken(taken, HOST)).toBe(true)
  const next = await nextFreePort(taken, HOST)
  expect(next).toBeGreaterThan(taken)
  expect(await isTaken(next, HOST)).toBe(false)
})

test('a port somebody has on every address is taken on ours', async () => {
  expect(await isTaken(await listenAnywhere(null), HOST)).toBe(true)
})

test('any free port can be opened', async () => {
  const port = await anyFreePort(HOST)
  expect(port).toBeGreaterThan(0)
  expect(await isTaken(Number(port), HOST)).toBe(false)
})

async function listenAnywhere(host: string | null = HOST): Promise<number> {
  const server: Server = createServer()
  onTestFinished(() => {
    server.close()
  })
  await new Promise<void>(
    (resolve) => void (host === null ? server.listen(0, resolve) : server.listen(0, host, resolve)),
  )
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
