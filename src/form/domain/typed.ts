import { countryOf } from '../../kernel/phone.ts'
import { type AnswerField, valueText } from './answer-field.ts'
import type { AskedField } from './asked.ts'
import { ADDRESS_NAMES, type AddressAnswer, readAddress } from './typed-address.ts'
import { type CustomAnswer, isAbout, readCustom } from './typed-custom.ts'
import { type DocumentAnswer, readDocument } from './typed-document.ts'
import { type EmailAnswer, readEmail } from './typed-email.ts'
import { type OtherAnswer, readOther } from './typed-other.ts'
import { type PhoneAnswer, readPhone } from './typed-phone.ts'

/** An answer as callers get it. What was not asked or not filled in is absent. */
export interface TypedAnswer {
  fullName?: string
  phoneNumber?: PhoneAnswer
  email?: EmailAnswer
  cpfOrCnpj?: DocumentAnswer
  citizenshipCard?: string
  deliveryAddress?: AddressAnswer
  customFields?: CustomAnswer[]
  other?: OtherAnswer[]
}

/** What the typed reading has to know beside the fields. */
export interface TypingContext {
  /** Digits of the sender's number; of a sender known only by LID, those of the linked number. */
  personDigits: string | null
  /** Ready-made questions that the form asked, where they are known. */
  fields?: readonly string[]
  /** Custom questions that the form asked, in their order; none for an answer that belongs to no form. */
  customFields: readonly { label: string }[]
}

/** Component names of the ready-made questions (as the apps have them) and the questions they belong to. */
const QUESTION = new Map<string, AskedField>([
  ['full_name', 'fullName'],
  ['phone_number', 'phoneNumber'],
  ['email', 'email'],
  ['cpf_or_cnpj', 'cpfOrCnpj'],
  ['citizenship_card', 'citizenshipCard'],
  ...[...ADDRESS_NAMES].map((name): [string, AskedField] => [name, 'deliveryAddress']),
])

/**
 * Gives an answer its types, by component name: Android leaves every label of the ready-made forms blank. Where title
 * and option id differ, the title that the person saw is read. Nothing a person typed is refused: what does not
 * validate is kept, marked `valid: false`.
 */
export function typeAnswer(fields: readonly AnswerField[], context: TypingContext): TypedAnswer {
  const texts = new Map<string, string>()
  const unknown: AnswerField[] = []
  for (const field of fields) {
    const isReadyMade = QUESTION.has(field.name) && !Array.isArray(field.value) && !isCustom(field, context)
    if (!isReadyMade) unknown.push(field)
    else if (field.value !== null) texts.set(field.name, valueText(field.display ?? field.value))
  }
  const custom = readCustom(unknown, context.customFields)
  const other = readOther(custom.rest)
  return {
    ...readReadyMade(texts, context),
    ...(custom.answers.length === 0 ? {} : { customFields: custom.answers }),
    ...(other.length === 0 ? {} : { other }),
  }
}

/** A custom question labelled `City` may come back as `city`: it is custom when no ready-made question asked for it. */
function isCustom(field: AnswerField, { fields, customFields }: TypingContext): boolean {
  if (!fields || fields.includes(QUESTION.get(field.name) ?? '')) return false
  return isAbout(field, customFields)
}

function readReadyMade(texts: ReadonlyMap<string, string>, context: TypingContext): TypedAnswer {
  const typed: TypedAnswer = {}
  const country = context.personDigits === null ? null : countryOf(context.personDigits)
  const name = texts.get('full_name')
  if (name !== undefined) typed.fullName = name.trim()
  const phone = texts.get('phone_number')
  if (phone !== undefined) typed.phoneNumber = readPhone(phone, country)
  const email = texts.get('email')
  if (email !== undefined) typed.email = readEmail(email)
  const document = texts.get('cpf_or_cnpj')
  if (document !== undefined) typed.cpfOrCnpj = readDocument(document)
  const card = texts.get('citizenship_card')
  if (card !== undefined) typed.citizenshipCard = card.trim()
  const address = readAddress(texts)
  if (address) typed.deliveryAddress = address
  return typed
}
