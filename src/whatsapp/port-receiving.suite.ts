import { expect, test } from 'vitest'
import {
  addPerson,
  control,
  type EngineWorld,
  form,
  type Json,
  type Linked,
  linkNumber,
  listen,
  outgoing,
  type Person,
  restart,
  text,
  until,
} from './port-rig.suite.ts'

export function receivingSuite(world: () => EngineWorld): void {
  async function sendForm(linked: Linked, to: string, person: Person): Promise<string> {
    const message = outgoing(linked, to, form())
    await linked.line.send(message)
    await person.received(message.messageId)
    return message.messageId
  }

  test('a text is told with who wrote it and when', async () => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    const { id } = await ana.post('text', { to: linked.owner.phone, text: 'oi' })
    const message = await linked.message(id)
    expect(message).toMatchObject({
      messageId: id,
      delivery: 'live',
      chat: { jid: ana.jid, lid: ana.lid, type: 'private' },
      sender: { jid: ana.jid, lid: ana.lid, name: expect.any(String) },
      isFromMe: false,
      content: { type: 'text', text: 'oi' },
      quoted: null,
    })
    expect(Math.abs(message.at - Date.now())).toBeLessThan(60_000)
    expect(message.raw.length).toBeGreaterThan(0)
    await linked.line.close()
  })

  test.each([{}, { from: 'lid' }, { wrap: 'ephemeral' }, { wrap: 'documentWithCaption' }, { from: 'lid', shape: 2 }])(
    'the answer to a form is told whole, sent as %j',
    async (how: Json) => {
      const linked = await linkNumber(world())
      const ana = await addPerson(world())
      const asked = await sendForm(linked, ana.jid, ana)
      const { id } = await ana.post('answer', { messageId: asked, values: { full_name: 'Ana Souza' }, ...how })
      const message = await linked.message(id)
      expect(message).toMatchObject({
        chat: { jid: ana.jid, lid: ana.lid, type: 'private' },
        sender: { jid: ana.jid, lid: ana.lid },
        content: { type: 'form_answer', name: 'galaxy_message', body: 'Sent', version: 3 },
        quoted: { messageId: asked, text: 'Quem é você?' },
      })
      const { paramsJson } = message.content as { paramsJson: string }
      expect(paramsJson).toContain('Ana Souza')
      expect(JSON.parse(paramsJson)).toMatchObject({ flow_token: 'token-of-a-test' })
      await linked.line.close()
    },
  )

  test('an answer in a group is told with its author', async () => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    const members = [linked.owner.phone, ana.phone]
    const { jid } = await control(world(), 'groups', { subject: 'Equipe', members, addressing: 'lid' })
    const asked = await sendForm(linked, String(jid), ana)
    const { id } = await ana.post('answer', { messageId: asked, values: { full_name: 'Ana' } })
    expect(await linked.message(id)).toMatchObject({
      chat: { jid, lid: null, type: 'group' },
      sender: { jid: ana.jid, lid: ana.lid },
      content: { type: 'form_answer' },
    })
    await linked.line.close()
  })

  test('what the owner writes on the phone is told as ours, in the other person’s chat', async () => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    const { id } = await linked.owner.post('text', { to: ana.phone, text: 'do meu celular' })
    expect(await linked.message(id)).toMatchObject({
      isFromMe: true,
      chat: { jid: ana.jid, type: 'private' },
      sender: { jid: linked.owner.jid, lid: linked.owner.lid },
      content: { type: 'text', text: 'do meu celular' },
    })
    await linked.line.close()
  })

  test('a form that the number sent to itself is answered by its own phone', async () => {
    const linked = await linkNumber(world())
    const asked = await sendForm(linked, linked.owner.jid, linked.owner)
    const { id } = await linked.owner.post('answer', { messageId: asked, values: { full_name: 'Eu' } })
    expect(await linked.message(id)).toMatchObject({
      isFromMe: true,
      chat: { jid: linked.owner.jid },
      content: { type: 'form_answer' },
    })
    await linked.line.close()
  })

  test('what came while the line was closed is told when it is open again, in order, once', async () => {
    const before = await linkNumber(world())
    const ana = await addPerson(world())
    const asked = await sendForm(before, ana.jid, ana)
    await before.line.close()
    const ids: unknown[] = []
    for (let index = 0; index < 10; index++) {
      ids.push((await ana.post('text', { to: before.owner.phone, text: `${index}` }))['id'])
    }
    ids.push((await ana.post('answer', { messageId: asked, values: { full_name: 'Ana' } }))['id'])
    const linked = await restart(world(), before)
    await linked.message(ids.at(-1))
    const told = linked.news.flatMap((news) => (news.type === 'message' ? [news.message] : []))
    expect(told.map(({ messageId }) => messageId)).toEqual(ids)
    expect(new Set(told.map(({ delivery }) => delivery))).toEqual(new Set(['offline']))
    await linked.line.close()
  })

  test('a conversation goes on after a restart, both ways, and nothing has to be sent again', async () => {
    let linked = await linkNumber(world())
    const ana = await addPerson(world())
    for (let round = 0; round < 3; round++) {
      const message = outgoing(linked, ana.jid, text(`ida ${round}`))
      await linked.line.send(message)
      expect((await ana.received(message.messageId)).message).toMatchObject({ conversation: `ida ${round}` })
      const { id } = await ana.post('text', { to: linked.owner.phone, text: `volta ${round}` })
      expect((await linked.message(id)).content).toEqual({ type: 'text', text: `volta ${round}` })
      linked = await restart(world(), linked)
    }
    const { receipts } = await control(world(), `receipts?account=${linked.owner.phone}&after=0&waitMs=0`)
    expect((receipts as { type?: string }[]).some(({ type }) => type === 'retry')).toBe(false)
    await linked.line.close()
  })

  test('news are told strictly one after another', async () => {
    const linked = await linkNumber(world())
    await linked.line.close()
    let busy = 0
    let most = 0
    let told = 0
    const line = world()
      .start()
      .line(linked.instanceId, {
        async hear() {
          busy += 1
          most = Math.max(most, busy)
          await new Promise((resolve) => setTimeout(resolve, 2))
          busy -= 1
          told += 1
        },
      })
    line.connect()
    await until(() => line.state.type === 'open', 'open')
    const ana = await addPerson(world())
    for (let index = 0; index < 20; index++) await ana.post('text', { to: linked.owner.phone, text: `${index}` })
    await until(() => told >= 22, 'all was told')
    expect(most).toBe(1)
    await line.close()
  })

  test('what a listener could not handle before the process ended is told by the next, once, and in order', async () => {
    const first = await linkNumber(world())
    const ana = await addPerson(world())
    await first.line.close()
    const dead = world()
      .start()
      .line(first.instanceId, { hear: ({ type }) => (type === 'message' ? new Promise(() => {}) : Promise.resolve()) })
    dead.connect()
    await until(() => dead.state.type === 'open', 'open')
    const ids: unknown[] = []
    for (const words of ['um', 'dois', 'três']) {
      ids.push((await ana.post('text', { to: first.owner.phone, text: words }))['id'])
    }
    await until(async () => {
      const { receipts } = await control(world(), `receipts?account=${first.owner.phone}&after=0&waitMs=0`)
      const acknowledged = (receipts as { id: string }[]).map(({ id }) => id)
      return ids.every((id) => acknowledged.includes(String(id)))
    }, 'all three are acknowledged')
    await dead.close()

    const second = await restart(world(), first)
    await second.message(ids.at(-1))
    const told = () => second.news.flatMap((news) => (news.type === 'message' ? [news.message.messageId] : []))
    expect(told()).toEqual(ids)
    const third = await restart(world(), second)
    const { id } = await ana.post('text', { to: first.owner.phone, text: 'quatro' })
    await third.message(id)
    expect(third.news.filter(({ type }) => type === 'message').length).toBe(1)
    await third.line.close()
  })

  test('a listener that fails does not keep the next news from being told', async () => {
    const linked = await linkNumber(world())
    await linked.line.close()
    const heard = listen(world().start(), linked.instanceId)
    const failing = world()
      .start()
      .line(linked.instanceId, {
        async hear(news) {
          heard.news.push(news)
          if (news.type === 'message' && news.message.content.type === 'text') throw new Error('of the test')
        },
      })
    failing.connect()
    await until(() => failing.state.type === 'open', 'open')
    const ana = await addPerson(world())
    const ids = [1, 2].map(() => ana.post('text', { to: linked.owner.phone, text: 'x' }))
    for (const { id } of await Promise.all(ids)) await heard.message(id)
    await failing.close()
  })
}
