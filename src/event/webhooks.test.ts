import { expect, test } from 'vitest'
import { describeStores } from '../platform/db/test-store.suite.ts'
import { openRig, tokenOf } from './rig.suite.ts'

const URL = 'http://127.0.0.1:9/hook?a=1&b=ção'
const PATH = '/api/events/webhook/shop'

describeStores((open) => {
  test('a webhook reads back exactly as it was given, its secret is shown at creation alone', async () => {
    const rig = await openRig(await open())
    const given = {
      label: 'crm',
      enabled: true,
      url: URL,
      authorization: 'Basic  dXNlcjpwYXNz ',
      byEvents: true,
      events: ['message.status', 'form.answered', 'message.exchange'],
      mediaBase64: true,
    }
    const made = await rig.call('POST', PATH, given)
    expect(made).toMatchObject({ status: 200, body: { success: true, webhook: given } })
    expect(made.body.webhook?.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const again = await rig.call('POST', PATH, given)
    expect(again.body).toMatchObject({ webhook: given })
    expect(again.body.webhook).not.toHaveProperty('secret')
    for (const path of ['/api/events/getWebhook/shop', PATH]) {
      expect((await rig.call('GET', path)).body).toMatchObject({ success: true, webhooks: [given] })
      const one = await rig.call('GET', `${path}?label=crm`)
      expect(one.body).toMatchObject({ success: true, webhook: given })
      expect(one.body.webhook).not.toHaveProperty('secret')
    }
  })

  test('what is not given takes its default, a URL that is not given stays', async () => {
    const rig = await openRig(await open())
    await rig.call('POST', PATH, { url: URL, authorization: 'x', events: ['call.update'] })
    const reply = await rig.call('POST', PATH, { url: null, authorization: '', enabled: true })
    expect(reply.body).toMatchObject({
      webhook: { label: 'default', enabled: true, url: URL, authorization: '', byEvents: false, events: [] },
    })
  })

  test('at most three are enabled; switching one off keeps its row and frees its place', async () => {
    const rig = await openRig(await open())
    for (const label of ['a', 'b', 'c']) {
      expect(await rig.call('POST', PATH, { label, url: URL })).toMatchObject({ status: 200 })
    }
    expect(await rig.call('POST', PATH, { label: 'd', url: URL })).toMatchObject({
      status: 400,
      body: { success: false, error: { code: 'webhook_limit_reached' } },
    })
    expect(await rig.call('POST', PATH, { label: 'b', url: URL })).toMatchObject({ status: 200 })
    const off = await rig.call('POST', PATH, { label: 'b', enabled: false })
    expect(off.body).toMatchObject({ webhook: { label: 'b', enabled: false, url: '', authorization: '', events: [] } })
    expect(await rig.call('POST', PATH, { label: 'd', url: URL })).toMatchObject({ status: 200 })
    expect((await rig.call('GET', PATH)).body).toMatchObject({
      webhooks: [{ label: 'a' }, { label: 'b', enabled: false }, { label: 'c' }, { label: 'd' }],
    })
  })

  test.each([
    [
      { url: 'http://10.0.0.1/' },
      'address_refused',
      'Invalid request: url must not point to a private or local address',
    ],
    [{ url: 'http://0x7f.1/' }, undefined, undefined],
    [{ url: 'nowhere' }, 'address_refused', 'Invalid request: url is not a URL'],
    [{ enabled: true }, 'address_refused', 'Invalid request: url is required for an enabled webhook'],
    [{ url: URL, events: ['message.exchnage'] }, 'request_invalid', expect.stringContaining('events')],
    [{ url: URL, authorization: 'a\nb' }, 'request_invalid', expect.stringContaining('authorization')],
  ])('%j is refused, if at all, with its reason', async (body, code, message) => {
    const rig = await openRig(await open())
    const reply = await rig.call('POST', PATH, body)
    if (code === undefined) expect(reply.status).toBe(200)
    else expect(reply).toMatchObject({ status: 400, body: { success: false, error: { code, message } } })
  })

  test('an unknown label is not found, another instance is not ours', async () => {
    const rig = await openRig(await open(), { names: ['shop', 'other'] })
    expect(await rig.call('GET', `${PATH}?label=none`)).toMatchObject({
      status: 404,
      body: { error: { code: 'webhook_not_found', message: 'Webhook not found' } },
    })
    expect(await rig.call('GET', PATH, undefined, tokenOf('other'))).toMatchObject({ status: 403 })
  })

  test('secrets lie sealed in the store', async () => {
    const store = await open()
    const rig = await openRig(store)
    const made = await rig.call('POST', PATH, { url: URL, authorization: 'Bearer hush' })
    const row = await store.read.selectFrom('webhook').selectAll().executeTakeFirstOrThrow()
    const bytes = [row.sealed_secret, row.sealed_authorization ?? new Uint8Array()].map((box) =>
      Buffer.from(box).toString('latin1'),
    )
    expect(bytes.join()).not.toContain('hush')
    expect(bytes.join()).not.toContain(made.body.webhook?.secret)
  })

  test('other rooms configure and describe: blocks of unknown shape are checked', async () => {
    const rig = await openRig(await open())
    const { setup } = rig.events
    const block = {
      label: 'default',
      enabled: true,
      url: URL,
      authorization: '',
      byEvents: null,
      events: undefined,
      mediaBase64: undefined,
    }
    expect(await setup.configureWebhook('ins_shop', block)).toMatchObject({ enabled: true, url: URL, events: [] })
    await expect(setup.configureWebhook('ins_shop', { ...block, byEvents: 'often' })).rejects.toMatchObject({
      code: 'request_invalid',
    })
    const websocket = { enabled: true, events: ['call.update'], mediaBase64: undefined }
    await setup.configureWebsocket('ins_shop', websocket)
    const described = await setup.describe(['ins_shop', 'ins_none'])
    expect(described.get('ins_shop')).toMatchObject({
      webhook: { label: 'default', url: URL },
      websocket: { enabled: true, events: ['call.update'] },
    })
    expect(described.get('ins_none')).toEqual({ webhook: null, websocket: null })
  })

  test('deliveries are listed page by page, narrowed by what is asked for', async () => {
    const rig = await openRig(await open(), { start: false })
    await rig.call('POST', PATH, { url: URL })
    for (const messageId of ['A', 'B', 'C']) {
      await rig.announce({
        instanceId: 'ins_shop',
        event: { type: 'instance.state', data: { state: 'connected', timestamp: '' } },
        orderKey: null,
        messageId,
      })
    }
    const first = await rig.call('GET', '/api/events/deliveries/shop?limit=2')
    const second = await rig.call('GET', `/api/events/deliveries/shop?limit=2&cursor=${first.body.nextCursor}`)
    const ids = [...(first.body.deliveries ?? []), ...(second.body.deliveries ?? [])].map(({ id }) => id)
    expect([first.body.deliveries?.length, second.body.deliveries?.length]).toEqual([2, 1])
    expect(new Set(ids).size).toBe(3)
    expect(second.body.nextCursor).toBeNull()
    expect((await rig.call('GET', '/api/events/deliveries/shop?messageId=B')).body.deliveries).toMatchObject([
      { messageId: 'B', event: 'instance.state', label: 'default', state: 'pending', attempts: 0 },
    ])
    expect((await rig.call('GET', '/api/events/deliveries/shop?state=dead')).body.deliveries).toEqual([])
  })

  test('a cursor that no page gave is refused, not taken for the first page', async () => {
    const rig = await openRig(await open(), { start: false })
    for (const cursor of ['zzz', 'dlv_', 'dlv_1kqm3x5w82abcdefghj!', 'frm_1kqm3x5w82abcdefghjk']) {
      const { status, body } = await rig.call('GET', `/api/events/deliveries/shop?cursor=${encodeURIComponent(cursor)}`)
      expect([status, body.error?.message]).toEqual([
        400,
        'Invalid request: cursor must be the nextCursor of a page before',
      ])
    }
  })
})
