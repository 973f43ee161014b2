import { cnpj, cpf } from 'cpf-cnpj-validator'

/**
 * A Brazilian tax number: a person's (CPF) or a company's (CNPJ, with letters from July 2026 on). `digits` is what
 * was typed in capitals without its punctuation, `formatted` the official writing where the length is right.
 */
export interface DocumentAnswer {
  kind: 'cpf' | 'cnpj' | 'unknown'
  digits: string
  formatted: string
  valid: boolean
}

/** No number is as long with all its blanks, and to put thousands of accents in order takes quadratic time. */
const LONGEST_NORMALIZED = 256

/**
 * Reads a typed CPF or CNPJ and judges it by its check digits. Numbers of one repeated digit and 123.456.789-09,
 * which pass the arithmetic, are invalid: nobody has them.
 */
export function readDocument(raw: string): DocumentAnswer {
  const whole = raw.length > LONGEST_NORMALIZED ? raw : raw.normalize('NFKC')
  const text = whole.toUpperCase().trim()
  const digits = text.replace(/[\s./\\_\u2010-\u2015\u2212-]/g, '')
  if (/^\d{11}$/.test(digits)) return { kind: 'cpf', digits, formatted: cpf.format(digits), valid: cpf.isValid(digits) }
  if (/^[0-9A-Z]{12}\d{2}$/.test(digits)) {
    return { kind: 'cnpj', digits, formatted: cnpj.format(digits), valid: cnpj.isValid(digits) }
  }
  return { kind: 'unknown', digits, formatted: raw.trim(), valid: false }
}
