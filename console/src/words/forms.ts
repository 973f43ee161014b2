import type { paths } from '../api/schema.d.ts'
import type { Words } from './language.ts'

type Form = paths['/api/form/list/{instance}']['get']['responses'][200]['content']['application/json']['forms'][number]

export interface FormWords {
  types: Record<Form['formType'], string>
  states: Record<Form['state'], string>
}

const en: FormWords = {
  types: { contact_details: 'Contact details', registration_offer: 'Offer with sign-up', custom: 'Own flow' },
  states: {
    queued: 'Queued',
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    answered: 'Answered',
    failed: 'Failed',
    expired: 'Expired',
    unknown: 'Unknown',
  },
}

const pt: FormWords = {
  types: {
    contact_details: 'Dados de contato',
    registration_offer: 'Oferta com inscrição',
    custom: 'Flow próprio',
  },
  states: {
    queued: 'Na fila',
    sending: 'Enviando',
    sent: 'Enviado',
    delivered: 'Entregue',
    read: 'Lido',
    answered: 'Respondido',
    failed: 'Falhou',
    expired: 'Expirado',
    unknown: 'Desconhecido',
  },
}

const es: FormWords = {
  types: {
    contact_details: 'Datos de contacto',
    registration_offer: 'Oferta con inscripción',
    custom: 'Flow propio',
  },
  states: {
    queued: 'En cola',
    sending: 'Enviando',
    sent: 'Enviado',
    delivered: 'Entregado',
    read: 'Leído',
    answered: 'Respondido',
    failed: 'Falló',
    expired: 'Caducado',
    unknown: 'Desconocido',
  },
}

/** What kinds of forms and their states are called; the same in every room. */
export const formWords: Words<FormWords> = { en, 'pt-BR': pt, es }
