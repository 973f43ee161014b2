import { getEventListeners, once } from 'node:events'
import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { handClock } from '../db/hand-clock.suite.ts'
import type { FoundAddress } from './look-up.ts'
import { closed } from './page-site.suite.ts'
import { openEgress, receiver } from './rig.suite.ts'

const call = { headers: { 'content-type': 'application/json' }, body: '{}', timeoutMs: 60_000 }

/** A name system that answers when the test says so. */
function silentNames() {
  const asked: string[] = []
  const { promise: answer, resolve } = Promise.withResolvers<FoundAddress[]>()
  const { promise: first, resolve: tellFirst } = Promise.withResolvers<void>()
  return {
    asked,
    first,
    answer: () => resolve([{ address: '127.0.0.1', family: 4 }]),
    resolve: (hostname: string) => {
      asked.push(hostname)
      tellFirst()
      return answer
    },
  }
}

test('a call whose look-up never ends is given up after its time-out', async () => {
  const names = silentNames()
  const clock = handClock()
  const reply = openEgress([], names.resolve, clock).post({ ...call, url: 'http://silent.example/' })
  await names.first
  clock.advance()
  expect(await reply).toMatchObject({ type: 'failed', reason: 'timeout' })
})

test('a look-up that never ends is bounded where the call has longer', async () => {
  const names = silentNames()
  const clock = handClock()
  const after: typeof clock.after = (delayMs, task) =>
    delayMs === call.timeoutMs ? { cancel() {} } : clock.after(delayMs, task)
  const egress = openEgress([], names.resolve, { ...clock, after })
  const reply = egress.post({ ...call, url: 'http://silent.example/' })
  await names.first
  clock.advance()
  expect(await reply).toMatchObject({ type: 'failed', reason: 'timeout' })
  const verdict = egress.checkAddress('http://silent.example/')
  clock.advance()
  expect(await verdict).toEqual({ type: 'open' })
})

test('a stop does not wait for a look-up that never ends', async () => {
  const names = silentNames()
  const stopping = new AbortController()
  const egress = openEgress([], names.resolve, handClock())
  const reply = egress.post({ ...call, url: 'http://silent.example/', signals: [stopping.signal] })
  await names.first
  stopping.abort()
  expect(await reply).toMatchObject({ type: 'failed', reason: 'aborted' })
})

test('a caller that has stopped already calls nobody', async () => {
  const { port, calls } = await receiver((_request, response) => response.end())
  const reply = await openEgress(['127.0.0.1']).post({
    ...call,
    url: `http://127.0.0.1:${port}/`,
    signals: [AbortSignal.abort()],
  })
  expect(reply).toMatchObject({ type: 'failed', reason: 'aborted' })
  expect(calls()).toBe(0)
})

test('a look-up that ends after the call was given up leaves neither a call nor a connection', async () => {
  const { port, calls, server } = await receiver((_request, response) => response.end())
  const names = silentNames()
  const stopping = new AbortController()
  const egress = openEgress(['127.0.0.1'], names.resolve)
  const url = `http://late.example:${port}/`
  const reply = egress.post({ ...call, url, signals: [stopping.signal] })
  await names.first
  stopping.abort()
  expect(await reply).toMatchObject({ reason: 'aborted' })
  const connected = once(server, 'connection')
  names.answer()
  const [socket] = (await connected) as [Socket]
  await closed(socket)
  expect(calls()).toBe(0)
})

test('a name is asked for once, however many calls wait for it', async () => {
  const { port, calls } = await receiver((_request, response) => response.end())
  const names = silentNames()
  const egress = openEgress(['127.0.0.1'], names.resolve)
  const replies = Array.from({ length: 5 }, () => egress.post({ ...call, url: `http://slow.example:${port}/` }))
  await names.first
  names.answer()
  expect((await Promise.all(replies)).map((reply) => reply.type)).toEqual(Array(5).fill('answered'))
  expect(names.asked).toEqual(['slow.example'])
  expect(calls()).toBe(5)
})

test('calls leave nothing with signals that outlive them, one that was aborted before among them', async () => {
  const { port } = await receiver((_request, response) => response.end())
  const egress = openEgress(['127.0.0.1'])
  const [one, other] = [new AbortController(), new AbortController()]
  const url = `http://127.0.0.1:${port}/`
  for (let count = 0; count < 20; count += 1) await egress.post({ ...call, url, signals: [one.signal, other.signal] })
  await egress.post({ ...call, url, signals: [one.signal, AbortSignal.abort(), other.signal] })
  await egress.post({ ...call, url: 'http://10.0.0.1/', signals: [one.signal, other.signal] })
  for (const { signal } of [one, other]) expect(getEventListeners(signal, 'abort')).toEqual([])
})
