import { useWords, type Words } from '../words/language.ts'
import type { FieldName, Label } from './value.ts'

interface ReadingWords {
  fields: Record<FieldName, string>
  /** Why a value is marked, by the field. */
  invalid: string
  whyInvalid: { phoneNumber: string; email: string; document: string }
  valid: string
  late: string
  erased: string
  yes: string
  nothing: string
}

const en: ReadingWords = {
  fields: {
    fullName: 'Name',
    phoneNumber: 'Phone',
    email: 'E-mail',
    cpf: 'CPF',
    cnpj: 'CNPJ',
    document: 'CPF or CNPJ',
    citizenshipCard: 'Identity card',
    recipientName: 'Recipient',
    street: 'Street and number',
    complement: 'Complement',
    neighborhood: 'Neighbourhood',
    city: 'City',
    state: 'State or region',
    postalCode: 'Postal code',
    country: 'Country',
    note: 'Delivery note',
  },
  invalid: 'Invalid',
  whyInvalid: {
    phoneNumber: 'No phone number is written like this in the country of whoever answered.',
    email: 'No e-mail address is written like this.',
    document: 'Its check digits or its length do not fit.',
  },
  valid: 'Valid',
  late: 'Late',
  erased: 'Erased',
  yes: 'Yes',
  nothing: 'Nothing was filled in.',
}

const pt: ReadingWords = {
  fields: {
    fullName: 'Nome',
    phoneNumber: 'Telefone',
    email: 'E-mail',
    cpf: 'CPF',
    cnpj: 'CNPJ',
    document: 'CPF ou CNPJ',
    citizenshipCard: 'Documento de identidade',
    recipientName: 'Destinatário',
    street: 'Rua e número',
    complement: 'Complemento',
    neighborhood: 'Bairro',
    city: 'Cidade',
    state: 'Estado',
    postalCode: 'CEP',
    country: 'País',
    note: 'Observação da entrega',
  },
  invalid: 'Inválido',
  whyInvalid: {
    phoneNumber: 'Não existe telefone escrito assim no país de quem respondeu.',
    email: 'Não existe e-mail escrito assim.',
    document: 'Os dígitos verificadores ou o tamanho não conferem.',
  },
  valid: 'Válido',
  late: 'Atrasado',
  erased: 'Apagado',
  yes: 'Sim',
  nothing: 'Nada foi preenchido.',
}

const es: ReadingWords = {
  fields: {
    fullName: 'Nombre',
    phoneNumber: 'Teléfono',
    email: 'Correo',
    cpf: 'CPF',
    cnpj: 'CNPJ',
    document: 'CPF o CNPJ',
    citizenshipCard: 'Documento de identidad',
    recipientName: 'Destinatario',
    street: 'Calle y número',
    complement: 'Complemento',
    neighborhood: 'Barrio o colonia',
    city: 'Ciudad',
    state: 'Estado o departamento',
    postalCode: 'Código postal',
    country: 'País',
    note: 'Nota para la entrega',
  },
  invalid: 'No válido',
  whyInvalid: {
    phoneNumber: 'Ningún teléfono se escribe así en el país de quien respondió.',
    email: 'Ningún correo se escribe así.',
    document: 'Los dígitos de control o la longitud no coinciden.',
  },
  valid: 'Válido',
  late: 'Con retraso',
  erased: 'Borrado',
  yes: 'Sí',
  nothing: 'No se completó nada.',
}

export const readingWords: Words<ReadingWords> = { en, 'pt-BR': pt, es }

/** A label as the reader knows it; a question stays as it was asked. */
export function useLabel(): (label: Label) => string {
  const { fields } = useWords(readingWords)
  return (label) => (label.type === 'field' ? fields[label.field] : label.text)
}
