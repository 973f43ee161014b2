import type { Words } from '../words/language.ts'
import type { ReadyField } from './draft.ts'

export type AddressField = 'cep' | 'state' | 'city' | 'neighborhood' | 'street_and_number' | 'complement'

/** What the phone itself draws, in its own language: WhatsApp's labels, as far as they are known. */
export interface DrawnWords {
  contactForm: string
  offerForm: string
  customForm: string
  fields: Record<ReadyField, string>
  address: Record<AddressField, string>
  optional: string
  question: string
  questions: string
  submit: string
  confirm: string
  managed: string
  readMore: string
  update: string
  cannotOpen: string
}

const en: DrawnWords = {
  contactForm: 'Your details',
  offerForm: 'Registration',
  customForm: 'Form of your own',
  fields: {
    fullName: 'Full name',
    phoneNumber: 'Phone number',
    email: 'Email',
    cpfOrCnpj: 'CPF or CNPJ',
    citizenshipCard: 'Citizenship card',
    deliveryAddress: 'Delivery address',
  },
  address: {
    cep: 'CEP (postal code)',
    state: 'State',
    city: 'City',
    neighborhood: 'Neighborhood',
    street_and_number: 'Street and number',
    complement: 'Complement',
  },
  optional: 'optional',
  question: 'Question',
  questions: 'A few more questions',
  submit: 'Send',
  confirm: 'Confirm',
  managed: 'Managed by the business.',
  readMore: 'Read more',
  update: 'This message is not compatible. A phone asks to update WhatsApp.',
  cannotOpen: 'This form does not open',
}

const pt: DrawnWords = {
  contactForm: 'Seus dados',
  offerForm: 'Cadastro',
  customForm: 'Formulário próprio',
  fields: {
    fullName: 'Nome completo',
    phoneNumber: 'Número de telefone',
    email: 'E-mail',
    cpfOrCnpj: 'CPF ou CNPJ',
    citizenshipCard: 'Cédula de cidadania',
    deliveryAddress: 'Endereço de entrega',
  },
  address: {
    cep: 'CEP',
    state: 'Estado',
    city: 'Cidade',
    neighborhood: 'Bairro',
    street_and_number: 'Rua e número',
    complement: 'Complemento',
  },
  optional: 'opcional',
  question: 'Pergunta',
  questions: 'Mais algumas perguntas',
  submit: 'Enviar',
  confirm: 'Confirmar',
  managed: 'Gerenciado pela empresa.',
  readMore: 'Ler mais',
  update: 'Esta mensagem não é compatível. Um telefone pede para atualizar o WhatsApp.',
  cannotOpen: 'Este formulário não abre',
}

const es: DrawnWords = {
  contactForm: 'Sus datos',
  offerForm: 'Registro',
  customForm: 'Formulario propio',
  fields: {
    fullName: 'Nombre completo',
    phoneNumber: 'Número de teléfono',
    email: 'Correo electrónico',
    cpfOrCnpj: 'CPF o CNPJ',
    citizenshipCard: 'Cédula de ciudadanía',
    deliveryAddress: 'Dirección de entrega',
  },
  address: {
    cep: 'CEP (código postal)',
    state: 'Estado',
    city: 'Ciudad',
    neighborhood: 'Barrio',
    street_and_number: 'Calle y número',
    complement: 'Complemento',
  },
  optional: 'opcional',
  question: 'Pregunta',
  questions: 'Algunas preguntas más',
  submit: 'Enviar',
  confirm: 'Confirmar',
  managed: 'Gestionado por la empresa.',
  readMore: 'Leer más',
  update: 'Este mensaje no es compatible. Un teléfono pide actualizar WhatsApp.',
  cannotOpen: 'Este formulario no se abre',
}

export const drawnWords: Words<DrawnWords> = { en, 'pt-BR': pt, es }
