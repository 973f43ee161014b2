import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import { harden } from './harden.ts'

interface Client {
  on(event: 'close' | 'message' | 'error', listen: (value: unknown) => void): void
  close(): void
}

test('a message larger than any frame closes the socket before it is in memory; the largest frame is taken', async () => {
  harden()
  const fromBaileys = createRequire(createRequire(import.meta.url).resolve('@whiskeysockets/baileys'))
  const { WebSocket } = fromBaileys('ws') as { WebSocket: new (url: string) => Client }
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  const sizes = [2 ** 24 + 3, 2 ** 24 + 65 * 1024]
  server.on('connection', (socket) => socket.send(new Uint8Array(sizes.shift() ?? 0)))
  await new Promise((resolve) => server.once('listening', resolve))
  const dial = () => new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)

  const first = dial()
  const heard = await new Promise((resolve) => first.on('message', resolve))
  expect((heard as Uint8Array).length).toBe(2 ** 24 + 3)
  first.close()

  const second = dial()
  const error = await new Promise((resolve) => second.on('error', resolve))
  expect(error).toMatchObject({ code: 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' })
  server.close()
})
