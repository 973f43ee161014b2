import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { type JidKind, parseJid, printJid } from './jid.ts'

/** A country as ISO 3166 writes it: `BR`, `MX`, … */
export type Country = CountryCode

/** Whom a caller means. A phone JID comes back as its digits, since its spelling may still have to be asked for. */
export type Recipient =
  | { kind: 'phone'; digits: string }
  | { kind: 'jid'; jid: string; of: Exclude<JidKind, 'phone'> }
  | { kind: 'invalid'; detail: string }

/** What people leave in a number that they paste: signs, every kind of space and dash, marks of writing direction. */
const DROPPED = /[+()[\]{}\s\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff-]/g

/**
 * Reads `number` of a send: phone digits with the country code (7 to 15, E.164), or a JID. Whether it is on WhatsApp
 * is not said, nor whether the kind may get a message. Blank is `invalid` too: callers tell it apart before.
 */
export function readRecipient(input: string): Recipient {
  if (input.includes('@')) return readJid(input)
  const digits = input.replace(DROPPED, '')
  if (!/^\d*$/.test(digits)) return invalid('expected digits with the country code, or a JID')
  return readDigits(digits)
}

function readJid(input: string): Recipient {
  const jid = parseJid(input.replace(/^\s*\+/, ''))
  if (!jid) return invalid('not a JID of WhatsApp')
  if (jid.kind === 'phone') return readDigits(jid.user)
  return { kind: 'jid', jid: printJid({ ...jid, device: 0 }), of: jid.kind }
}

function readDigits(digits: string): Recipient {
  if (digits.length < 7) return invalid('too few digits, the country code and the area code belong to it')
  if (digits.length > 15) return invalid('more than 15 digits; a group needs its whole JID, ending in @g.us')
  if (digits.startsWith('0')) return invalid('begins with 0, expected the country code')
  return { kind: 'phone', digits }
}

function invalid(detail: string): Recipient {
  return { kind: 'invalid', detail }
}

/**
 * Every spelling under which WhatsApp may know a number, the given one first: Brazil with and without the ninth
 * digit, Mexico 52/521, Argentina 54/549. Which one exists is for WhatsApp to say, never for the area code.
 */
export function nationalVariants(digits: string): [string, ...string[]] {
  const other = otherSpelling(digits)
  return other === null ? [digits] : [digits, other]
}

/**
 * Every spelling of one subscriber's number, the given one first. Of the national variants only those that are the same
 * number as its country dials it: with and without a nine in front, a Brazilian landline is somebody else's mobile.
 */
export function sameNumber(digits: string): string[] {
  return nationalVariants(digits).filter((other) => dialledDigits(other) === dialledDigits(digits))
}

function otherSpelling(digits: string): string | null {
  const brazil = /^(55[1-9]\d)(9?)(\d{8})$/.exec(digits)
  if (brazil) return `${brazil[1]}${brazil[2] ? '' : '9'}${brazil[3]}`
  const mexico = /^52(1?)([2-9]\d{9})$/.exec(digits)
  if (mexico) return `52${mexico[1] ? '' : '1'}${mexico[2]}`
  const argentina = /^54(9?)([1-8]\d{9})$/.exec(digits)
  if (argentina) return `54${argentina[1] ? '' : '9'}${argentina[2]}`
  return null
}

/**
 * The digits of a number as its country dials it today. WhatsApp's own spelling may be older: Brazilian mobiles
 * without the ninth digit, Mexican ones with the 1 that ended in 2019.
 */
export function dialledDigits(digits: string): string {
  const brazil = /^(55[1-9]\d)([6-9]\d{7})$/.exec(digits)
  if (brazil) return `${brazil[1]}9${brazil[2]}`
  const mexico = /^521([2-9]\d{9})$/.exec(digits)
  return mexico ? `52${mexico[1]}` : digits
}

/** The country of a number given in digits with its country code; null when no country has such numbers. */
export function countryOf(digits: string): Country | null {
  return parseDigits(digits)?.country ?? null
}

/** `+` and the digits as the country dials them today; null for what no country would give out. */
export function toE164(digits: string): string | null {
  const parsed = parseDigits(digits)
  return parsed?.isValid() ? parsed.number : null
}

function parseDigits(digits: string): PhoneNumber | null {
  if (!/^[1-9]\d{6,14}$/.test(digits)) return null
  return parsePhoneNumberFromString(`+${dialledDigits(digits)}`) ?? null
}
