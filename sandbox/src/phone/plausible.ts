import { seededRandom } from '../server/faults.ts'
import type { Form } from './form.ts'

const NAMES = ['Ana Souza', 'Bruno Lima', 'Carla Dias', 'Diego Alves', 'Elisa Rocha', 'Fábio Nunes'] as const
const STREETS = ['Rua das Flores', 'Avenida Brasil', 'Rua do Sol', 'Travessa da Lua'] as const

/** A CPF with right check digits, from nine digits. */
export function cpfOf(nine: number[]): string {
  const check = (digits: number[]): number => {
    const sum = digits.reduce((total, digit, index) => total + digit * (digits.length + 1 - index), 0)
    return ((sum * 10) % 11) % 10
  }
  const first = check(nine)
  const digits = [...nine, first, check([...nine, first])].join('')
  return digits.replace(/(\d{3})(\d{3})(\d{3})(\d{2})/, '$1.$2.$3-$4')
}

/** Invented values for just the fields that a form asks for; always the same for the same person. */
export function plausibleValues(form: Form, phone: string): Record<string, string> {
  const random = seededRandom(Number(phone.slice(-9)))
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] ?? ''
  const name = pick(NAMES)
  const street = `${pick(STREETS)}, ${Math.ceil(random() * 900)}`
  const cpf = cpfOf(Array.from({ length: 9 }, () => Math.floor(random() * 10)))
  const mailbox = name
    .normalize('NFD')
    .replace(/[^a-z ]/gi, '')
    .toLowerCase()
    .replace(' ', '.')
  const { data } = form

  const values: Record<string, string> = {}
  if (data.full_name_visible === true) values.full_name = name
  if (data.phone_number_visible === true) values.phone_number = phone
  if (data.email_visible === true) values.email = `${mailbox}@exemplo.com.br`
  if (data.cpf_or_cnpj_visible === true) values.cpf_or_cnpj = cpf
  if (data.citizenship_card_visible === true) values.citizenship_card = '12.345.678-9'
  if (data.delivery_address_visible === true) {
    Object.assign(values, { cep: '01310-100', state: 'SP', city: 'São Paulo', neighborhood: 'Bela Vista' })
    Object.assign(values, { street_and_number: street, complement: 'Apto 12' })
  }
  const custom = Array.isArray(data.custom_fields) ? data.custom_fields : []
  custom.forEach((field: unknown, index) => {
    const label = (field as { label?: unknown } | null)?.label
    values[typeof label === 'string' && label !== '' ? label : `custom_${index}`] = 'Sim, claro'
  })
  if (form.screen !== 'contact_details' && Object.keys(values).length === 0) values.screen_0_TextInput_0 = name
  return values
}
