import { describe, expect, test } from 'vitest'
import type { AckFailure, Outgoing } from './port.ts'
import { SendRefused } from './port.ts'
import {
  addPerson,
  control,
  type EngineWorld,
  FORM_PARAMS,
  form,
  type Linked,
  linkNumber,
  type Node,
  newNumber,
  outgoing,
  type Person,
  restart,
  text,
  until,
} from './port-rig.suite.ts'

/** The stanza nodes of a form that phones show. */
const BIZ = {
  tag: 'biz',
  attrs: { actual_actors: '2', host_storage: '2', privacy_mode_ts: expect.stringMatching(/^\d{10}$/) },
  content: [
    {
      tag: 'interactive',
      attrs: { type: 'native_flow', v: '1' },
      content: [{ tag: 'native_flow', attrs: { v: '9', name: 'mixed' } }],
    },
    { tag: 'quality_control', attrs: { source_type: 'third_party' } },
  ],
}

/** The message of a form that phones open. */
const FORM = {
  messageContextInfo: { messageSecret: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/) },
  interactiveMessage: {
    header: { title: 'Cadastro', hasMediaAttachment: false },
    body: { text: 'Quem é você?' },
    footer: { text: 'Leva um minuto' },
    nativeFlowMessage: {
      buttons: [{ name: 'galaxy_message', buttonParamsJson: FORM_PARAMS }],
      messageParamsJson: '{}',
      messageVersion: 3,
    },
  },
}

export function sendingSuite(world: () => EngineWorld): void {
  async function send(linked: Linked, message: Outgoing): Promise<string> {
    await linked.line.send(message)
    return message.messageId
  }

  async function group(linked: Linked, members: Person[], addressing: 'pn' | 'lid'): Promise<string> {
    const phones = [linked.owner, ...members].map(({ phone }) => phone)
    const { jid } = await control(world(), 'groups', { subject: 'Família', members: phones, addressing })
    return String(jid)
  }

  test('a form arrives by phone number, by LID and in groups, exactly as it must be', async () => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    const bia = await addPerson(world())
    const groups = [await group(linked, [ana, bia], 'pn'), await group(linked, [ana, bia], 'lid')]
    for (const to of [ana.jid, ana.lid, ...groups]) {
      const id = await send(linked, outgoing(linked, to, form()))
      for (const person of to.endsWith('@g.us') ? [ana, bia] : [ana]) {
        const { message, stanza } = await person.received(id)
        expect(message).toMatchObject(FORM)
        expect(message['viewOnceMessage']).toBeUndefined()
        expect(nodesOf(stanza, 'biz')).toEqual([BIZ])
        expect(nodesOf(stanza, 'bot')).toEqual([])
      }
    }
    await linked.line.close()
  })

  test('a form without header and footer has neither, rather than blank ones', async () => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    const bare = { type: 'form', header: null, body: 'x', footer: null, params: '{}', messageVersion: 3 } as const
    const id = await send(linked, outgoing(linked, ana.jid, bare))
    const { interactiveMessage } = (await ana.received(id)).message
    expect(Object.keys(Object(interactiveMessage)).sort()).toEqual(['body', 'nativeFlowMessage'])
    await linked.line.close()
  })

  test('a text arrives, quotes what it answers, and carries no nodes of a form', async () => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    const { id: asked } = await ana.post('text', { to: linked.owner.phone, text: 'quanto custa?' })
    const question = await linked.message(asked)
    const quoted = {
      messageId: question.messageId,
      chatJid: ana.jid,
      senderJid: ana.jid,
      raw: question.raw,
    }
    const id = await send(linked, outgoing(linked, ana.jid, text('dez reais'), quoted))
    const { message, stanza } = await ana.received(id)
    expect(message).toMatchObject({
      extendedTextMessage: {
        text: 'dez reais',
        contextInfo: {
          stanzaId: asked,
          participant: ana.jid,
          quotedMessage: { extendedTextMessage: { text: 'quanto custa?' } },
        },
      },
    })
    expect(nodesOf(stanza, 'biz')).toEqual([])
    await linked.line.close()
  })

  test('the server’s ack, the delivery and the reading are told in turn, with both addresses of the person', async () => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    const id = await send(linked, outgoing(linked, ana.jid, form()))
    const ack = await linked.heard('ack', ({ messageId }) => messageId === id)
    expect(ack).toMatchObject({ chat: ana.jid, failure: null })
    const person = { jid: ana.jid, lid: ana.lid }
    const of = (status: string) =>
      linked.heard('receipt', (told) => told.status === status && told.messageIds[0] === id)
    expect(await of('delivered')).toMatchObject({ messageIds: [id], chat: person, from: person })
    await ana.post('receipt', { messageId: id, type: 'read' })
    expect(await of('read')).toMatchObject({ messageIds: [id], chat: person, from: person })
    await linked.line.close()
  })

  test('in a group it is told who has it', async () => {
    const linked = await linkNumber(world())
    const people = [await addPerson(world()), await addPerson(world())]
    const to = await group(linked, people, 'lid')
    const id = await send(linked, outgoing(linked, to, form()))
    for (const { jid, lid } of people) {
      const told = await linked.heard('receipt', ({ messageIds, from }) => messageIds[0] === id && from?.lid === lid)
      expect(told).toMatchObject({ chat: { jid: to, lid: null }, from: { jid, lid }, status: 'delivered' })
    }
    await linked.line.close()
  })

  test.each<[number, AckFailure['reason']]>([
    [405, 'form_refused'],
    [479, 'malformed'],
    [463, 'account_restricted'],
    [400, 'refused'],
  ])('the refusal %i is told as %s', async (code, reason) => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    await control(world(), 'faults', { account: linked.owner.phone, nack: { code } })
    const id = await send(linked, outgoing(linked, ana.jid, form()))
    const { failure } = await linked.heard('ack', ({ messageId }) => messageId === id)
    expect(failure).toEqual({ code: String(code), reason })
    await control(world(), 'faults', { account: linked.owner.phone })
    await linked.line.close()
  })

  test('what certainly did not go out is refused, with the reason', async () => {
    const linked = await linkNumber(world())
    const nobody = `${newNumber()}@s.whatsapp.net`
    await expect(linked.line.send(outgoing(linked, nobody, form()))).rejects.toMatchObject({ reason: 'no_devices' })
    await expect(linked.line.send(outgoing(linked, '1@g.us', form()))).rejects.toMatchObject({
      reason: 'engine_failed',
    })
    await linked.line.close()
    const refused = await linked.line.send(outgoing(linked, linked.owner.jid, form())).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SendRefused)
    expect(refused).toMatchObject({ reason: 'not_connected' })
  })

  test('a message to the linked number itself arrives on its phone', async () => {
    const linked = await linkNumber(world())
    const id = await send(linked, outgoing(linked, linked.owner.jid, form()))
    const { stanza } = await linked.owner.received(id)
    expect(nodesOf(stanza, 'biz')).toEqual([BIZ])
    await linked.line.close()
  })

  test('a number is found in every national spelling, with both addresses; unknown ones are left out', async () => {
    const linked = await linkNumber(world())
    const people = [
      ['5511987654321', '551187654321'],
      ['5215512345678', '525512345678'],
      ['5491123456789', '541123456789'],
    ] as const
    for (const [registered, other] of people) {
      const { jid, lid } = await addPerson(world(), registered)
      expect(await linked.line.lookUp([other])).toEqual([{ jid, lid }])
      expect(await linked.line.lookUp([registered, other])).toEqual([{ jid, lid }])
      expect(await linked.line.contactOf(lid)).toEqual({ jid, lid })
    }
    expect(await linked.line.lookUp([newNumber()])).toEqual([])
    expect(await linked.line.contactOf(`${newNumber()}@s.whatsapp.net`)).toMatchObject({ lid: null })
    await linked.line.close()
  })

  test('a group is described to its members only', async () => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    const jid = await group(linked, [ana], 'lid')
    expect(await linked.line.group(jid)).toEqual({
      jid,
      subject: 'Família',
      addressing: 'lid',
      members: [linked.owner, ana].map(({ jid, lid }) => ({ jid, lid })),
    })
    expect(await linked.line.group('120363999999999999@g.us')).toBeNull()
    await linked.line.close()
  })

  test('typing is shown, and ends', async () => {
    const linked = await linkNumber(world())
    const ana = await addPerson(world())
    await linked.line.showTyping(ana.jid, true)
    await linked.line.showTyping(ana.jid, false)
    let states: string[] = []
    await until(async () => {
      const { presence } = await control(world(), `phones/${ana.phone}/presence?after=0&waitMs=0`)
      states = (presence as { state: string }[]).map(({ state }) => state)
      return states.includes('paused')
    }, 'the phone saw the typing end')
    expect(states.indexOf('composing')).toBeLessThan(states.indexOf('paused'))
    expect(states).toContain('composing')
    await linked.line.close()
  })

  describe('to a device that could not read it', () => {
    test('a form is sent again with the same id and with its nodes, in private and in groups', async () => {
      const linked = await linkNumber(world())
      const ana = await addPerson(world())
      for (const to of [ana.jid, ana.lid, await group(linked, [ana], 'lid')]) {
        const id = await send(linked, outgoing(linked, to, form()))
        await ana.received(id)
        await ana.post('receipt', { messageId: id, type: 'retry' })
        const { message, stanza } = await ana.received(id, 2)
        expect(message).toMatchObject(FORM)
        expect(nodesOf(stanza, 'biz')).toEqual([BIZ])
      }
      const next = await send(linked, outgoing(linked, ana.jid, text('e agora?')))
      expect((await ana.received(next)).message).toMatchObject({ conversation: 'e agora?' })
      await linked.line.close()
    })

    test('a message is sent again at most five times', async () => {
      const linked = await linkNumber(world())
      const ana = await addPerson(world())
      const id = await send(linked, outgoing(linked, ana.jid, form()))
      for (let times = 1; times <= 5; times++) {
        await ana.received(id, times)
        await ana.post('receipt', { messageId: id, type: 'retry' })
      }
      await ana.received(id, 6)
      await ana.post('receipt', { messageId: id, type: 'retry' })
      await expect(ana.received(id, 7, 500)).rejects.toThrow('not within')
      const after = await send(linked, outgoing(linked, ana.jid, text('depois')))
      await ana.received(after)
      await linked.line.close()
    })

    test('a message is sent again after a restart, when it was kept', async () => {
      const before = await linkNumber(world())
      const ana = await addPerson(world())
      const message = outgoing(before, ana.jid, form())
      await before.line.send(message)
      world().kept.set(message.messageId, message)
      await ana.received(message.messageId)
      const linked = await restart(world(), before)
      await ana.post('receipt', { messageId: message.messageId, type: 'retry' })
      const { stanza } = await ana.received(message.messageId, 2)
      expect(nodesOf(stanza, 'biz')).toEqual([BIZ])
      await linked.line.close()
    })
  })
}

function nodesOf({ content }: Node, tag: string): Node[] {
  return Array.isArray(content) ? content.filter((node) => node.tag === tag) : []
}
