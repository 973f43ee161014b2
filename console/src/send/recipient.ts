/** Whom a typed number means, by the gateway's own reading; whether they are on WhatsApp only the gateway can ask. */
export type Recipient =
  | { kind: 'phone'; digits: string }
  | { kind: 'person' }
  | { kind: 'group' }
  | { kind: 'wrong'; why: RecipientFlaw }

export type RecipientFlaw = 'letters' | 'short' | 'long' | 'zero' | 'address' | 'channel'

/** What people leave in a number that they paste: signs, every kind of space and dash, marks of writing direction. */
const DROPPED = /[+()[\]{}\s\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff-]/g

const LONGEST_ADDRESS = 100

export function readRecipient(typed: string): Recipient {
  if (typed.includes('@')) return readAddress(typed)
  const digits = typed.replace(DROPPED, '')
  return /^\d*$/.test(digits) ? readDigits(digits) : wrong('letters')
}

function readAddress(typed: string): Recipient {
  const plain = typed.replace(/^\s*\+/, '').trim()
  const parts = plain.length > LONGEST_ADDRESS ? null : /^([^@:]+)(?::(\d{1,5}))?@([a-z.]+)$/i.exec(plain)
  const [, name = '', device, server = ''] = parts ?? []
  const person = /^(\d{1,20})(?:[._]\d{1,3})?$/.exec(name)?.[1]
  switch (server.toLowerCase()) {
    case 's.whatsapp.net':
    case 'c.us':
    case 'hosted':
      return person === undefined ? wrong('address') : readDigits(person)
    case 'lid':
    case 'hosted.lid':
      return person === undefined ? wrong('address') : { kind: 'person' }
    case 'g.us':
      return /^\d{1,20}(?:-\d{1,20})?$/.test(name) && device === undefined ? { kind: 'group' } : wrong('address')
    case 'newsletter':
    case 'broadcast':
      return wrong('channel')
    default:
      return wrong('address')
  }
}

function readDigits(digits: string): Recipient {
  if (digits.length < 7) return wrong('short')
  if (digits.length > 15) return wrong('long')
  return digits.startsWith('0') ? wrong('zero') : { kind: 'phone', digits }
}

const wrong = (why: RecipientFlaw): Recipient => ({ kind: 'wrong', why })
