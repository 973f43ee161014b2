import { ANA } from '../shop.ts'
import { expectText, failure, type Row } from './row.ts'
import { ARGENTINE, MEXICAN } from './world.ts'

const ANA_JID = `${ANA}@s.whatsapp.net`
const toAna = { data: { chat: { jid: ANA_JID, type: 'private' } } }
const invalid = failure(expectText('Invalid phone number format: '), 'invalid_number')
const required = failure('Number is required')

function reaches(says: string, number: unknown): Row {
  return { says, body: { number }, status: 200, answer: toAna, phone: () => {} }
}

function isRefused(says: string, number: unknown): Row {
  return { says, body: { number }, status: 400, answer: invalid }
}

/** `number` of every send. */
export const RECIPIENT_ROWS: Row[] = [
  reaches('digits with the country code', ANA),
  reaches('digits as a number', Number(ANA)),
  reaches('+, spaces, dashes and brackets are dropped', '+55 (11) 98765-4321'),
  reaches('every kind of space and dash', '\u202a55\u00a011\u2009[98765]\u20114321\u202c'),
  reaches('a phone JID', ANA_JID),
  reaches('a phone JID with a device', `${ANA}:7@s.whatsapp.net`),
  { says: '`to` is an alias', body: { number: undefined, to: ANA }, status: 200, answer: toAna },
  { says: '`number` wins over `to`', body: { number: ANA, to: '5521912345678' }, status: 200, answer: toAna },
  { says: 'a blank `number` lets `to` speak', body: { number: ' ', to: ANA }, status: 200, answer: toAna },
  {
    says: 'a LID, whose phone JID is joined',
    body: ({ lids }) => ({ number: lids.ana }),
    status: 200,
    answer: ({ lids }) => ({ data: { chat: { jid: ANA_JID, lid: lids.ana, type: 'private' } } }),
    phone: () => {},
  },
  {
    says: 'a group, with its name',
    body: ({ groups }) => ({ number: groups.lid }),
    status: 200,
    answer: ({ groups }) => ({ data: { chat: { jid: groups.lid, type: 'group', groupName: 'Turma' } } }),
    phone: () => {},
  },
  {
    says: 'a group whose members go by number',
    body: ({ groups }) => ({ number: groups.pn }),
    status: 200,
    answer: ({ groups }) => ({ data: { chat: { jid: groups.pn, type: 'group' } } }),
    phone: () => {},
  },
  reaches('Brazil without the ninth digit', '551187654321'),
  {
    says: 'Mexico without the 1',
    body: { number: MEXICAN.replace('521', '52') },
    status: 200,
    answer: { data: { chat: { jid: `${MEXICAN}@s.whatsapp.net` } } },
  },
  {
    says: 'Argentina without the 9',
    body: { number: ARGENTINE.replace('549', '54') },
    status: 200,
    answer: { data: { chat: { jid: `${ARGENTINE}@s.whatsapp.net` } } },
  },
  {
    says: 'the linked number itself',
    body: { number: '5511940000001' },
    status: 200,
    answer: { data: { chat: { jid: '5511940000001@s.whatsapp.net' } } },
  },
  { says: 'missing: Number is required', body: { number: undefined }, status: 400, answer: required },
  { says: 'null: Number is required', body: { number: null }, status: 400, answer: required },
  { says: 'empty: Number is required', body: { number: '' }, status: 400, answer: required },
  { says: 'blank: Number is required', body: { number: ' \t\n' }, status: 400, answer: required },
  { says: 'blank alias: Number is required', body: { number: undefined, to: '  ' }, status: 400, answer: required },
  isRefused('letters', 'abc'),
  isRefused('too few digits', '12345'),
  isRefused('too many digits', '1'.repeat(16)),
  isRefused('no country code', '011987654321'),
  isRefused('an e-mail address', 'ana@exemplo.com.br'),
  isRefused('an unknown server', '5511987654321@constructor'),
  isRefused('a very long text', '9'.repeat(5000)),
  isRefused('not on WhatsApp', '551133334444'),
  isRefused('not on WhatsApp, as a JID', '551133334444@s.whatsapp.net'),
  isRefused('a LID that WhatsApp does not know', '999999999999@lid'),
  isRefused('a group that the number is not in', '120363999999999999@g.us'),
  isRefused('a newsletter', '120363000000000002@newsletter'),
  isRefused('a broadcast list', '1400000000@broadcast'),
  isRefused('status', 'status@broadcast'),
]
