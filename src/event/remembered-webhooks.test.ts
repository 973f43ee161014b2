import { expect, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { openReceiver, openRig, type Rig, stateNews, until } from './rig.suite.ts'

const PATH = '/api/events/webhook/shop'

async function configure(rig: Rig, body: object): Promise<void> {
  expect((await rig.call('POST', PATH, body)).status).toBe(200)
}

describeStores((open) => {
  async function openTold() {
    const rig = await openRig(await open())
    const receiver = await openReceiver()
    await configure(rig, { url: receiver.url, events: ['instance.state'] })
    await rig.announce(stateNews('first'))
    const reasons = () => receiver.calls.map(({ json }) => json.data.reason).toSorted()
    await until(() => reasons().length === 1)
    return { rig, url: receiver.url, reasons }
  }

  test('a webhook that was switched off gets nothing of what happens after the reply', async () => {
    const { rig, url, reasons } = await openTold()
    await configure(rig, { enabled: false })
    await rig.announce(stateNews('while it was off'))
    await configure(rig, { url, enabled: true })
    await rig.announce(stateNews('last'))
    await until(() => reasons().includes('last'))
    expect(reasons()).toEqual(['first', 'last'])
  })

  test('what a webhook asks for counts from the reply on, and one that is added gets the next event', async () => {
    const { rig, reasons } = await openTold()
    await configure(rig, { events: ['message.status'] })
    await rig.announce(stateNews('not asked for'))
    const second = await openReceiver()
    await configure(rig, { label: 'second', url: second.url, events: ['instance.state'] })
    await rig.announce(stateNews('last'))
    await until(() => second.calls.length === 1)
    expect([reasons(), second.calls[0]?.json.data.reason]).toEqual([['first'], 'last'])
  })

  test('a webhook that says 410 gets nothing more', async () => {
    const rig = await openRig(await open())
    const gone = await openReceiver((_, response) => response.writeHead(410).end())
    await configure(rig, { url: gone.url, events: ['instance.state'] })
    await rig.announce(stateNews('first'))
    const kept = async () => (await rig.call('GET', '/api/events/deliveries/shop?limit=200')).body.deliveries ?? []
    await until(async () => (await kept())[0]?.state === 'dead')
    await rig.announce(stateNews('second'))
    expect(await kept()).toHaveLength(1)
  })
})
