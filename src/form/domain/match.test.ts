import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SEND_STATES } from '../../kernel/send-state.ts'
import { type AnswerOrigin, type Candidates, type MatchableForm, matchAnswer } from './match.ts'

const ana = { jid: '5511988887777@s.whatsapp.net', lid: '100000000000001@lid' }
const bruno = { jid: '5521977776666@s.whatsapp.net', lid: '100000000000002@lid' }
const me = { jid: '5531966665555@s.whatsapp.net', lid: '100000000000009@lid' }
const group = { jid: '120363000000000001@g.us', lid: null }

function form(more: Partial<MatchableForm> = {}): MatchableForm {
  return {
    id: 'frm_a',
    flowToken: 'lead-7',
    messageId: '3EB0A',
    chatJid: ana.jid,
    chatLid: ana.lid,
    chatType: 'private',
    state: 'delivered',
    createdAt: 1_000,
    ...more,
  }
}

function answer(more: Partial<AnswerOrigin> = {}): AnswerOrigin {
  return {
    chat: { ...ana, type: 'private' },
    sender: ana,
    isFromMe: false,
    flowToken: 'lead-7',
    quotedMessageId: null,
    ...more,
  }
}

function match(from: AnswerOrigin, found: Partial<Candidates<MatchableForm>>) {
  return matchAnswer(from, { byToken: [], byQuote: null, me, ...found })
}

describe('by token', () => {
  test('the addressee answers her form', () => {
    expect(match(answer(), { byToken: [form()] })).toEqual({ type: 'matched', form: form(), by: 'token' })
  })

  test('a form sent to a phone number is answered from a LID, and the other way round', () => {
    const fromLid = answer({ sender: { jid: null, lid: ana.lid }, chat: { jid: null, lid: ana.lid, type: 'private' } })
    expect(match(fromLid, { byToken: [form()] })).toMatchObject({ type: 'matched', by: 'token' })
    const fromPhone = answer({ sender: { jid: '5511988887777:4@s.whatsapp.net', lid: null } })
    expect(match(fromPhone, { byToken: [form({ chatLid: null })] })).toMatchObject({ type: 'matched' })
  })

  test('a token in the wrong hands matches nothing, even when the form is quoted', () => {
    const stolen = answer({ sender: bruno, chat: { ...bruno, type: 'private' }, quotedMessageId: '3EB0A' })
    const wrong = { type: 'unmatched', reason: 'wrong_sender' }
    expect(match(stolen, { byToken: [form()], byQuote: form() })).toEqual(wrong)
  })

  test('one token sent to many people finds the one who answers', () => {
    const forms = [form(), form({ id: 'frm_b', messageId: '3EB0B', chatJid: bruno.jid, chatLid: bruno.lid })]
    const byBruno = answer({ sender: bruno, chat: { ...bruno, type: 'private' } })
    expect(match(byBruno, { byToken: forms })).toMatchObject({ form: { id: 'frm_b' }, by: 'token' })
  })

  test('of several with the token the quoted one is meant, an answered one too', () => {
    const forms = [form({ state: 'answered' }), form({ id: 'frm_b', messageId: '3EB0B', createdAt: 2_000 })]
    const quoting = answer({ quotedMessageId: '3EB0A' })
    expect(match(quoting, { byToken: forms, byQuote: forms[0] ?? null })).toMatchObject({ form: { id: 'frm_a' } })
  })

  test('without a quote the newest open one is meant, before newer ones that are over', () => {
    const forms = [
      form({ id: 'frm_a', createdAt: 1_000 }),
      form({ id: 'frm_b', createdAt: 2_000, state: 'unknown' }),
      form({ id: 'frm_c', createdAt: 3_000, state: 'answered' }),
      form({ id: 'frm_d', createdAt: 4_000, state: 'failed' }),
    ]
    expect(match(answer(), { byToken: forms })).toMatchObject({ form: { id: 'frm_b' } })
    expect(match(answer(), { byToken: forms.toReversed() })).toMatchObject({ form: { id: 'frm_b' } })
    expect(match(answer(), { byToken: forms.slice(2) })).toMatchObject({ form: { id: 'frm_c' } })
    expect(match(answer(), { byToken: forms.slice(3) })).toMatchObject({ form: { id: 'frm_d' } })
  })

  test('a form that still waits for its delay cannot have been answered', () => {
    const queued = form({ id: 'frm_b', createdAt: 2_000, state: 'queued' })
    expect(match(answer(), { byToken: [queued, form()] })).toMatchObject({ form: { id: 'frm_a' } })
    expect(match(answer(), { byToken: [queued] })).toEqual({ type: 'unmatched', reason: 'unknown_form' })
  })

  test('a token that only looks alike does not count', () => {
    expect(match(answer({ flowToken: 'LEAD-7' }), { byToken: [form()] })).toMatchObject({ type: 'unmatched' })
  })
})

describe('by quote', () => {
  test.each([null, 'unused', 'Q1VTVE9NRVJfSU5GTw=='])(
    'an answer with the token %s is matched by what it quotes',
    (token) => {
      const quoting = answer({ flowToken: token, quotedMessageId: '3EB0A' })
      expect(match(quoting, { byQuote: form() })).toEqual({ type: 'matched', form: form(), by: 'quote' })
    },
  )

  test('a stranger who quotes the form is not believed', () => {
    const stranger = answer({
      flowToken: null,
      quotedMessageId: '3EB0A',
      sender: bruno,
      chat: { ...bruno, type: 'private' },
    })
    expect(match(stranger, { byQuote: form() })).toEqual({ type: 'unmatched', reason: 'wrong_sender' })
  })
})

describe('in a group', () => {
  const asked = form({ chatJid: group.jid, chatLid: null, chatType: 'group' })

  test.each([
    ['ana', ana, false],
    ['bruno', bruno, false],
    ['the linked number', me, true],
  ] as const)('%s may answer a form of the group', (_, sender, isFromMe) => {
    const inGroup = answer({ sender, isFromMe, chat: { ...group, type: 'group' } })
    expect(match(inGroup, { byToken: [asked] })).toMatchObject({ type: 'matched', by: 'token' })
  })

  test('nobody may answer it from elsewhere', () => {
    const other = answer({ chat: { jid: '120363000000000009@g.us', lid: null, type: 'group' } })
    expect(match(other, { byToken: [asked] })).toEqual({ type: 'unmatched', reason: 'wrong_sender' })
    expect(match(answer(), { byToken: [asked] })).toEqual({ type: 'unmatched', reason: 'wrong_sender' })
  })

  test('the addressee of a private form does not answer it in a group', () => {
    const inGroup = answer({ chat: { ...group, type: 'group' } })
    expect(match(inGroup, { byToken: [form()] })).toEqual({ type: 'unmatched', reason: 'wrong_sender' })
  })
})

describe('from the linked number itself', () => {
  const toMyself = form({ chatJid: me.jid, chatLid: null })

  test('a form to oneself is answered, known by either address', () => {
    for (const sender of [me, { jid: null, lid: me.lid }, { jid: null, lid: null }]) {
      const own = answer({ sender, isFromMe: true, chat: { jid: null, lid: me.lid, type: 'private' } })
      expect(match(own, { byToken: [toMyself] })).toMatchObject({ type: 'matched' })
    }
  })

  test('a form to somebody else is not answered by the one who sent it', () => {
    const own = answer({ sender: me, isFromMe: true })
    expect(match(own, { byToken: [form()] })).toEqual({ type: 'unmatched', reason: 'wrong_sender' })
  })
})

test('an answer that says nothing of a form is told apart from one that names an unknown form', () => {
  const silent = answer({ flowToken: null })
  expect(match(silent, {})).toEqual({ type: 'unmatched', reason: 'no_token_or_quote' })
  expect(match(answer(), {})).toEqual({ type: 'unmatched', reason: 'unknown_form' })
  expect(match(answer({ flowToken: null, quotedMessageId: 'X' }), {})).toMatchObject({ reason: 'unknown_form' })
})

test('whoever is no addressee never reaches a private form, whatever is found; the order of finding does not matter', () => {
  const person = fc.constantFrom(ana, bruno, me)
  const some = fc.record({
    id: fc.string({ minLength: 1, maxLength: 4 }),
    to: person,
    flowToken: fc.constantFrom('a', 'b', null),
    messageId: fc.constantFrom('m1', 'm2', 'm3'),
    state: fc.constantFrom(...SEND_STATES),
    createdAt: fc.integer({ min: 0, max: 3 }),
  })
  const forms = fc.uniqueArray(some, { maxLength: 8, selector: (one) => one.id })
  const token = fc.constantFrom('a', 'b', null)
  const quoted = fc.constantFrom('m1', 'm2', null)
  fc.assert(
    fc.property(person, forms, token, quoted, (sender, drawn, flowToken, quotedMessageId) => {
      const all = drawn.map(({ to, ...one }) => form({ ...one, chatJid: to.jid, chatLid: to.lid }))
      const from = answer({ sender, chat: { ...sender, type: 'private' }, flowToken, quotedMessageId })
      const byQuote = all.find((one) => one.messageId === quotedMessageId) ?? null
      const found = match(from, { byToken: all, byQuote })
      if (found.type === 'matched') expect(found.form).toMatchObject({ chatJid: sender.jid })
      const isDistinct = new Set(all.map((one) => one.messageId)).size === all.length
      if (isDistinct) expect(match(from, { byToken: all.toReversed(), byQuote })).toEqual(found)
    }),
  )
})
