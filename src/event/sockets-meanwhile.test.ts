import type { KyselyPlugin } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import type { Store } from '../platform/db/store.ts'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { closeRaw, openRaw, type Raw, upgradeRequest } from './raw-socket.suite.ts'
import { ACCOUNT_TOKEN, openRig, type Rig, stateNews, tokenOf, until } from './rig.suite.ts'

afterEach(closeRaw)

/** A store whose readers learn of a WebSocket's configuration late: when `goOn` is called. */
function slowStore(store: Store) {
  const gate = Promise.withResolvers<void>()
  const queries = new WeakSet<object>()
  let reached = 0
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (JSON.stringify(node).includes('"name":"websocket"')) queries.add(queryId)
      return node
    },
    async transformResult({ result, queryId }) {
      if (!queries.has(queryId)) return result
      reached += 1
      await gate.promise
      return result
    },
  }
  const slow: Store = {
    engine: store.engine,
    read: store.read.withPlugin(plugin),
    write: (unit) => store.write(unit),
    purge: () => store.purge(),
    lost: store.lost,
    close: () => store.close(),
  }
  return { slow, reached: () => reached, goOn: () => gate.resolve() }
}

describeStores((open) => {
  /** A handshake that was let in by what it read, and does not know yet what happened since. */
  async function halfOpen(token: string, includeToken = false) {
    const { slow, reached, goOn } = slowStore(await open())
    const rig = await openRig(slow, { includeToken })
    await rig.call('POST', '/api/events/websocket/shop', { enabled: true })
    const raw = openRaw(rig.baseUrl)
    raw.send(upgradeRequest('/ws/shop', { token }))
    await until(() => reached() === 1)
    return { rig, raw, goOn }
  }

  async function refusedWith({ raw, goOn }: { raw: Raw; goOn(): void }): Promise<string> {
    goOn()
    await raw.ended
    return raw.text().split('\r\n', 1)[0] ?? ''
  }

  const configure = (rig: Rig, body: object) => rig.call('POST', '/api/events/websocket/shop', body)

  test('a WebSocket that is switched off during a handshake does not open', async () => {
    const half = await halfOpen(tokenOf('shop'))
    await configure(half.rig, { enabled: false })
    expect(await refusedWith(half)).toBe('HTTP/1.1 400 Bad Request')
  })

  test('a filter that is changed during a handshake counts', async () => {
    const { rig, raw, goOn } = await halfOpen(tokenOf('shop'))
    await configure(rig, { enabled: true, events: ['call.update'] })
    goOn()
    await until(() => raw.text().includes(' 101 '))
    await rig.announce(stateNews('unwanted'))
    await configure(rig, { enabled: true })
    await rig.announce(stateNews('wanted'))
    await until(() => raw.text().includes('"wanted"'))
    expect(raw.text()).not.toContain('unwanted')
  })

  test('a token that ends during a handshake opens nothing, and neither does an instance that goes', async () => {
    const ending = await halfOpen(tokenOf('shop'))
    ending.rig.events.setup.tokenEnded('ins_shop')
    expect(await refusedWith(ending)).toBe('HTTP/1.1 401 Unauthorized')
    const going = await halfOpen(ACCOUNT_TOKEN)
    going.rig.events.setup.instanceDeleted('ins_shop')
    expect(await refusedWith(going)).toBe('HTTP/1.1 404 Not Found')
  })

  test('a token of the account is let in while that of the instance ends', async () => {
    const { rig, raw, goOn } = await halfOpen(ACCOUNT_TOKEN)
    rig.events.setup.tokenEnded('ins_shop')
    goOn()
    await until(() => raw.text().includes(' 101 '))
  })

  test('a token of the account that ends during a handshake opens nothing, and the instance’s own does', async () => {
    const ending = await halfOpen(ACCOUNT_TOKEN)
    ending.rig.events.setup.tokenEnded('ins_shop', 'account')
    expect(await refusedWith(ending)).toBe('HTTP/1.1 401 Unauthorized')
    const { rig, raw, goOn } = await halfOpen(tokenOf('shop'))
    rig.events.setup.tokenEnded('ins_shop', 'account')
    goOn()
    await until(() => raw.text().includes(' 101 '))
  })

  test('a gateway that stops during a handshake answers it or ends it, and stops', async () => {
    const half = await halfOpen(tokenOf('shop'))
    const stopped = half.rig.events.stop()
    await half.raw.ended
    await stopped
    half.goOn()
    expect(half.raw.text()).not.toContain(' 101 ')
  })
})
