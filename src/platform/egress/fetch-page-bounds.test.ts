import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '../../kernel/clock.ts'
import { handClock } from '../db/hand-clock.suite.ts'
import { closed, HTML, redirect, refusal, site } from './page-site.suite.ts'
import { openEgress } from './rig.suite.ts'

const MIB = 1_048_576

test('of an endless page the first MiB is kept, then the connection is closed', async () => {
  const { at, server } = await site({
    '/': (_request, response) => {
      response.writeHead(200, HTML)
      const pour = () => {
        while (!response.destroyed && response.write('é'.repeat(10_000))) {}
      }
      response.on('drain', pour)
      pour()
    },
  })
  const connected = once(server, 'connection')
  const { html } = await openEgress(['127.0.0.1']).fetchPage(at('/'))
  expect(html).toBe('é'.repeat(MIB / 2))
  const [socket] = await connected
  await closed(socket)
})

describe('after 5 s there is no page', () => {
  /** Time that stands still until it is advanced, and tells what was waited for. */
  function watchedClock() {
    const clock = handClock()
    const waits: number[] = []
    const after: Clock['after'] = (delayMs, task) => {
      waits.push(delayMs)
      return clock.after(delayMs, task)
    }
    return { ...clock, after, waits }
  }

  const never: RequestListener = () => {}
  const leads: RequestListener = (request, response) => {
    if (request.url === '/') redirect('/silence')(request, response)
  }

  test.each([
    ['no answer comes', never, '/'],
    ['a redirect leads to silence', leads, '/silence'],
  ])('when %s', async (_case, answer, lastPath) => {
    const { at, server } = await site({ '/': answer, '/silence': answer })
    const arrived = Promise.withResolvers<Socket>()
    server.on('request', (request) => request.url === lastPath && arrived.resolve(request.socket))
    const clock = watchedClock()
    const fetching = refusal(openEgress(['127.0.0.1'], undefined, clock).fetchPage(at('/')))
    const socket = await arrived.promise
    clock.advance()
    expect(await fetching).toBe('timeout')
    await closed(socket)
    expect(clock.waits).toEqual([5_000])
  })

  test('when the page drips for ever', async () => {
    const { at, server } = await site({
      '/': (_request, response) => {
        response.writeHead(200, HTML)
        const drip = setInterval(() => response.write('<title>'), 5)
        response.on('close', () => clearInterval(drip))
      },
    })
    const hasty: Clock = { ...systemClock, after: (delayMs, task) => systemClock.after(delayMs / 50, task) }
    const connected = once(server, 'connection')
    const began = performance.now()
    expect(await refusal(openEgress(['127.0.0.1'], undefined, hasty).fetchPage(at('/')))).toBe('timeout')
    expect(performance.now() - began).toBeGreaterThan(90)
    const [socket] = await connected
    await closed(socket)
  })

  test('when the look-up takes for ever', async () => {
    const clock = watchedClock()
    const asked = Promise.withResolvers<void>()
    const egress = openEgress([], () => new Promise(() => asked.resolve()), clock)
    const fetching = refusal(egress.fetchPage('http://slow.example/'))
    await asked.promise
    clock.advance()
    expect(await fetching).toBe('timeout')
  })
})
