// @ts-check

/** @typedef {'required' | 'email' | 'phone' | 'document' | 'cep' | 'card'} Complaint */
/** @typedef {'text' | 'phone' | 'email' | 'document' | 'card' | 'cep' | 'state'} Kind */

/** @param {string} text */
const digitsOf = (text) => text.replace(/\D/g, '')

/**
 * The check digit of a CPF or CNPJ: modulo 11 over the values of the characters (their ASCII code less 48, which is the
 * digit itself, and what Receita Federal defined for the letters of the alphanumeric CNPJ of July 2026).
 * @param {string} characters
 * @param {number} highest weight after which the weights begin at 2 again
 */
function checkDigit(characters, highest) {
  let sum = 0
  let weight = 2
  for (const character of [...characters].reverse()) {
    sum += (character.charCodeAt(0) - 48) * weight
    weight = weight === highest ? 2 : weight + 1
  }
  const rest = sum % 11
  return rest < 2 ? 0 : 11 - rest
}

/**
 * @param {string} characters
 * @param {number} highest
 */
function endsWithItsCheckDigits(characters, highest) {
  const body = characters.slice(0, -2)
  const first = checkDigit(body, highest)
  return characters === `${body}${first}${checkDigit(`${body}${first}`, highest)}`
}

/**
 * Reads a CPF (11 digits) or CNPJ (14, letters allowed in the first 12) with or without its punctuation. Null when it
 * is neither, or its check digits are wrong.
 * @param {string} text
 * @returns {{ kind: 'cpf' | 'cnpj', formatted: string } | null}
 */
export function readDocument(text) {
  const bare = text.toUpperCase().replace(/[\s./-]/g, '')
  if (/^(.)\1*$/.test(bare)) return null
  if (/^\d{11}$/.test(bare) && endsWithItsCheckDigits(bare, 12)) {
    return { kind: 'cpf', formatted: bare.replace(/^(...)(...)(...)(..)$/, '$1.$2.$3-$4') }
  }
  if (/^[0-9A-Z]{12}\d{2}$/.test(bare) && endsWithItsCheckDigits(bare, 9)) {
    return { kind: 'cnpj', formatted: bare.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5') }
  }
  return null
}

/**
 * What is wrong with a value, as the phone's form would say it, or null. A blank value is wrong only when required.
 * @param {Kind} kind
 * @param {string} value
 * @param {boolean} required
 * @returns {Complaint | null}
 */
export function complain(kind, value, required) {
  const text = value.trim()
  if (text === '') return required ? 'required' : null
  switch (kind) {
    case 'phone': {
      const count = digitsOf(text).length
      return /^\+?[\d\s().-]+$/.test(text) && count >= 8 && count <= 15 ? null : 'phone'
    }
    case 'email':
      return text.length <= 254 && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*\.[^\s@.]{2,}$/.test(text) ? null : 'email'
    case 'document':
      return readDocument(text) ? null : 'document'
    case 'cep':
      return /^\d{5}-?\d{3}$/.test(text) ? null : 'cep'
    case 'card':
      return /^[0-9A-Za-z.\s-]{4,24}$/.test(text) ? null : 'card'
    case 'text':
    case 'state':
      return null
  }
}

/**
 * The value as the form shows it when the person leaves the field: documents and CEP get their punctuation.
 * @param {Kind} kind
 * @param {string} value
 */
export function tidy(kind, value) {
  const text = value.trim()
  if (kind === 'document') return readDocument(text)?.formatted ?? text
  if (kind === 'cep') return text.replace(/^(\d{5})(\d{3})$/, '$1-$2')
  return text
}
