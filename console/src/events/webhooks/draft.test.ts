import { expect, test } from 'vitest'
import { DEFAULT_TYPES } from '../known-events.ts'
import { bodyOf, type Draft, draftOf, faultsOf } from './draft.ts'
import type { Webhook } from './webhook-calls.ts'

const WEBHOOK: Webhook = {
  label: 'crm',
  enabled: true,
  url: 'https://crm.example.com/in?tenant=7',
  authorization: 'Bearer invented',
  byEvents: true,
  events: ['form.sent', 'message.exchange'],
  mediaBase64: true,
  paused: false,
  pausedAt: null,
  pausedReason: null,
  failingSince: null,
  createdAt: '2026-05-02T12:00:00.000Z',
  updatedAt: '2026-05-02T12:00:00.000Z',
}

const written = (draft: Partial<Draft>): Draft => ({ ...draftOf(null, []), url: 'https://example.com/', ...draft })

test('a new webhook is "default" and gets the six; a second one has to be named', () => {
  expect(draftOf(null, [])).toMatchObject({ label: 'default', events: new Set(DEFAULT_TYPES) })
  expect(draftOf(null, ['default']).label).toBe('')
})

test('editing keeps what the editor does not show', () => {
  const draft = draftOf(WEBHOOK, ['crm'])
  expect(bodyOf({ ...draft, url: ' https://other.example/ ' }, WEBHOOK)).toEqual({
    label: 'crm',
    enabled: true,
    url: 'https://other.example/',
    authorization: 'Bearer invented',
    byEvents: true,
    events: ['message.exchange', 'form.sent'],
    mediaBase64: true,
  })
  expect(bodyOf(draftOf({ ...WEBHOOK, events: ['webhook.test'] }, []), WEBHOOK).events).toEqual(['webhook.test'])
})

test('the six stay unnamed where nobody named them', () => {
  expect(bodyOf(written({}), null).events).toEqual([])
  expect(bodyOf(draftOf({ ...WEBHOOK, events: [] }, []), { ...WEBHOOK, events: [] }).events).toEqual([])
  const named = { ...WEBHOOK, events: [...DEFAULT_TYPES] }
  expect(bodyOf(draftOf(named, []), named).events).toEqual(DEFAULT_TYPES)
})

test('no type chosen is refused here, for the gateway would take it for the six', () => {
  expect(faultsOf(written({ events: new Set() }), [])).toEqual({ events: 'events-none' })
})

test.each([
  [{ label: '  ' }, { label: 'label-missing' }],
  [{ label: 'x'.repeat(101) }, { label: 'label-long' }],
  [{ label: ' crm ' }, { label: 'label-taken' }],
  [{ label: 'old' }, { label: 'label-taken-off' }],
  [{ url: '' }, { url: 'url-missing' }],
  [{ url: 'example.com/answers' }, { url: 'url-wrong' }],
  [{ url: 'ftp://example.com/' }, { url: 'url-wrong' }],
  [{ url: 'https://ana:word@example.com/' }, { url: 'url-credentials' }],
  [{ url: `https://example.com/${'x'.repeat(4096)}` }, { url: 'url-long' }],
  [{ authorization: 'Bearer “quoted”' }, { authorization: 'authorization-wrong' }],
  [{}, {}],
])('%o is told as %o', (draft, faults) => {
  expect(faultsOf(written(draft), [WEBHOOK, { ...WEBHOOK, label: 'old', enabled: false }])).toEqual(faults)
})
