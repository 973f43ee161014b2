/** Calling codes of two digits; 1 and 7 have one, all others three (ITU-T E.164). */
const TWO_DIGITS = new Set(
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  ),
)

/** Where a calling code leads, as ISO 3166 writes it; codes that several countries share are left out, but for +1. */
const COUNTRIES: Readonly<Record<string, string>> = {
  1: 'US',
  20: 'EG',
  27: 'ZA',
  30: 'GR',
  31: 'NL',
  32: 'BE',
  33: 'FR',
  34: 'ES',
  36: 'HU',
  39: 'IT',
  40: 'RO',
  41: 'CH',
  43: 'AT',
  44: 'GB',
  45: 'DK',
  46: 'SE',
  47: 'NO',
  48: 'PL',
  49: 'DE',
  51: 'PE',
  52: 'MX',
  53: 'CU',
  54: 'AR',
  55: 'BR',
  56: 'CL',
  57: 'CO',
  58: 'VE',
  60: 'MY',
  61: 'AU',
  62: 'ID',
  63: 'PH',
  64: 'NZ',
  65: 'SG',
  66: 'TH',
  81: 'JP',
  82: 'KR',
  84: 'VN',
  86: 'CN',
  90: 'TR',
  91: 'IN',
  92: 'PK',
  234: 'NG',
  238: 'CV',
  239: 'ST',
  240: 'GQ',
  244: 'AO',
  245: 'GW',
  254: 'KE',
  258: 'MZ',
  351: 'PT',
  353: 'IE',
  502: 'GT',
  503: 'SV',
  504: 'HN',
  505: 'NI',
  506: 'CR',
  507: 'PA',
  591: 'BO',
  593: 'EC',
  595: 'PY',
  598: 'UY',
  670: 'TL',
  971: 'AE',
  972: 'IL',
}

/** What is wrong with a number that somebody typed; `empty`: nothing was. */
export type PhoneFault = 'empty' | 'signs' | 'short' | 'long' | 'zero'

/** What people leave in a number that they paste: signs, spaces and dashes of every kind, marks of writing direction. */
const DROPPED = /[+()[\]{}\s./\u00ad\u200b-\u200f\u2010-\u2015\u202a-\u202e\u2060-\u2069\u2212\ufeff-]/g

/** Digits of a number with its country code, or what is wrong with it. Whether it exists is not said. Pure. */
export function readPhone(typed: string): { digits: string } | { fault: PhoneFault } {
  const digits = typed.replace(DROPPED, '')
  if (digits === '') return { fault: 'empty' }
  if (!/^\d+$/.test(digits)) return { fault: 'signs' }
  if (digits.startsWith('0')) return { fault: 'zero' }
  if (digits.length < 7) return { fault: 'short' }
  return digits.length > 15 ? { fault: 'long' } : { digits }
}

/** The country that a number seems to be of, from its first digits; null: not known. ISO 3166. Pure. */
export function countryOf(typed: string): string | null {
  const digits = typed.replace(DROPPED, '')
  return /^[1-9]\d+$/.test(digits) ? (COUNTRIES[callingCode(digits)] ?? null) : null
}

/**
 * A number as people write it, of its digits or its JID: `+55 11 98765-4321`. Brazilian mobiles get the ninth digit and
 * Mexican ones lose the 1 that WhatsApp's older spelling has. Pure.
 */
export function formatNumber(jid: string): string {
  const digits = jid.split('@')[0]?.split(':')[0] ?? ''
  if (!/^[1-9]\d{6,14}$/.test(digits)) return jid
  const brazil = /^55([1-9]\d)(\d{4,5})(\d{4})$/.exec(digits)
  if (brazil) {
    const [, area, first = '', last] = brazil
    return `+55 ${area} ${first.length === 4 && first >= '6' ? `9${first}` : first}-${last}`
  }
  const code = callingCode(digits)
  const rest = digits.slice(code.length)
  if (code === '1' && rest.length === 10) return `+1 ${rest.slice(0, 3)} ${rest.slice(3, 6)} ${rest.slice(6)}`
  return `+${code} ${grouped(code === '52' && rest.length === 11 ? rest.replace(/^1/, '') : rest)}`
}

function callingCode(digits: string): string {
  if (/^[17]/.test(digits)) return digits.slice(0, 1)
  return digits.slice(0, TWO_DIGITS.has(digits.slice(0, 2)) ? 2 : 3)
}

/** In threes; what is left over goes to the last. */
function grouped(digits: string): string {
  return digits.match(/\d{3}(?=\d{2})|\d+$/g)?.join(' ') ?? digits
}
