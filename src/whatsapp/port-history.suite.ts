import { beforeAll, expect, test } from 'vitest'
import {
  addPerson,
  control,
  type EngineWorld,
  form,
  type Linked,
  linkAgain,
  linkNumber,
  outgoing,
  type Person,
  until,
} from './port-rig.suite.ts'

/** Notices of a phone's history: the newest messages, the names, the older messages. */
const NOTICES = 3

export function historySuite(world: () => EngineWorld): void {
  // What phones in this process print before there is an engine is not the engine's doing.
  beforeAll(() => void world().start())

  const said = async (who: Person, to: string, words: string) =>
    String((await who.post('text', { to, text: words }))['id'])

  const told = ({ news }: Linked) => news.flatMap((each) => (each.type === 'message' ? [each.message] : []))

  const allHistory = (owner: Person) =>
    until(async () => {
      const { receipts } = await control(world(), `receipts?account=${owner.phone}&after=0&waitMs=0`)
      return (receipts as { type?: string }[]).filter(({ type }) => type === 'hist_sync').length === NOTICES
    }, 'the history has come')

  test('what the phone sent and received before it was linked is told, each chat from its oldest message on', async () => {
    const [owner, ana] = [await addPerson(world()), await addPerson(world())]
    const ids: string[] = []
    for (const words of ['um', 'dois', 'três']) ids.push(await said(ana, owner.phone, words))
    await owner.received(ids.at(-1) ?? '')
    ids.push(await said(owner, ana.phone, 'quatro'))
    const members = [owner.phone, ana.phone]
    const { jid } = await control(world(), 'groups', { subject: 'Equipe', members, addressing: 'lid' })
    const inGroup = await said(ana, String(jid), 'equipe')
    await owner.received(inGroup)

    const linked = await linkNumber(world(), { owner, wantsHistory: true })
    await allHistory(owner)
    await linked.message(inGroup)
    await linked.message(ids.at(-1))
    const messages = told(linked)
    expect(messages.filter(({ chat }) => chat.type === 'private').map(({ messageId }) => messageId)).toEqual(ids)
    expect(messages.map(({ delivery }) => delivery)).toEqual(Array.from({ length: 5 }, () => 'history'))
    expect(await linked.message(ids[0])).toMatchObject({
      chat: { jid: ana.jid, lid: ana.lid, type: 'private' },
      sender: { jid: ana.jid, lid: ana.lid },
      isFromMe: false,
      content: { type: 'text', text: 'um' },
    })
    expect(await linked.message(ids[3])).toMatchObject({
      chat: { jid: ana.jid, lid: ana.lid },
      sender: { jid: owner.jid, lid: owner.lid },
      isFromMe: true,
    })
    expect(await linked.message(inGroup)).toMatchObject({
      chat: { jid, lid: null, type: 'group' },
      sender: { jid: ana.jid, lid: ana.lid },
    })
    await linked.line.close()
  })

  test('a line that does not want history is told none, and what happens later all the same', async () => {
    const [owner, ana] = [await addPerson(world()), await addPerson(world())]
    await owner.received(await said(ana, owner.phone, 'antes'))
    const linked = await linkNumber(world(), { owner })
    await allHistory(owner)
    const later: string[] = []
    for (const words of ['depois', 'e', 'depois']) {
      later.push(await said(ana, owner.phone, words))
      await linked.message(later.at(-1))
    }
    expect(told(linked).map(({ messageId }) => messageId)).toEqual(later)
    await linked.line.close()
  })

  test('an answer that was given while the number was not linked is told when it is linked again', async () => {
    const first = await linkNumber(world(), { wantsHistory: true })
    const ana = await addPerson(world())
    const asked = outgoing(first, ana.jid, form())
    await first.line.send(asked)
    await ana.received(asked.messageId)
    await first.line.logOut()
    const values = { full_name: 'Ana Souza' }
    const { id } = await ana.post('answer', { messageId: asked.messageId, values })
    await first.owner.received(String(id))
    const second = await linkAgain(world(), first, true)
    expect(await second.message(id)).toMatchObject({
      delivery: 'history',
      chat: { jid: ana.jid, lid: ana.lid },
      content: { type: 'form_answer', name: 'galaxy_message' },
      quoted: { messageId: asked.messageId },
    })
    const { paramsJson } = (await second.message(id)).content as { paramsJson: string }
    expect(paramsJson).toContain('Ana Souza')
    await second.line.close()
  })
}
