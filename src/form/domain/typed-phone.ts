import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { type Country, toE164 } from '../../kernel/phone.ts'

/** A phone number as a person typed it. `e164` is null where no country would give such a number out. */
export interface PhoneAnswer {
  e164: string | null
  raw: string
  valid: boolean
}

/**
 * Reads a typed phone number. With `+` or `00` in front it is international, otherwise it is read in `country`, the
 * one of the sender's own number, with or without that country's code. What is missing is never guessed: a number
 * without its area code stays invalid.
 */
export function readPhone(raw: string, country: Country | null): PhoneAnswer {
  const e164 = raw.length > LONGEST ? null : findE164(raw.normalize('NFKC'), country)
  return { e164, raw, valid: e164 !== null }
}

const LONGEST = 100

/** Prefixes that people still dial inside the country although its numbers no longer have them. */
const OLD_TRUNK: Partial<Record<Country, RegExp>> = { MX: /^(?:044|045|01)/ }

function findE164(text: string, country: Country | null): string | null {
  const digits = text.replace(/\D/g, '')
  const international = /^\D*(?:\+|00)/.test(text)
  if (international) return parsed(text, undefined) ?? toE164(digits.replace(/^00/, ''))
  if (country === null) return toE164(digits)
  const code = getCountryCallingCode(country)
  return (
    parsed(text, country) ??
    toE164(code + digits.replace(OLD_TRUNK[country] ?? /^0/, '')) ??
    (digits.startsWith(code) ? toE164(digits) : null)
  )
}

function parsed(text: string, country: Country | undefined): string | null {
  const number = parsePhoneNumberFromString(text, country)
  return number?.isValid() ? number.number : null
}
