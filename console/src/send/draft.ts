/** What opens on the phone: one of WhatsApp's two ready-made forms, or a flow of one's own. */
export type Kind = 'contact_details' | 'registration_offer' | 'own'

/** The ready-made questions, in the order in which the phone draws them. */
export const READY_FIELDS = [
  'fullName',
  'phoneNumber',
  'email',
  'cpfOrCnpj',
  'citizenshipCard',
  'deliveryAddress',
] as const

export type ReadyField = (typeof READY_FIELDS)[number]

export interface Question {
  /** Stays with the question when it moves. */
  id: number
  label: string
  helperText: string
}

export const UNIT_SECONDS = { minutes: 60, hours: 3_600, days: 86_400 } as const

export type Unit = keyof typeof UNIT_SECONDS

/** A form as it is typed: blank texts are "not given". */
export interface Draft {
  kind: Kind
  number: string
  message: string
  buttonLabel: string
  headerText: string
  footerText: string
  asks: Readonly<Record<ReadyField, boolean>>
  questions: readonly Question[]
  offerName: string
  offerDescription: string
  buttonParamsJSON: string
  formName: string
  source: string
  flowToken: string
  replyText: string
  replyTo: string
  replyPrivate: boolean
  /** Seconds. */
  delay: string
  /** Counted in `expiresUnit`. */
  expiresIn: string
  expiresUnit: Unit
  flowId: string
  flowMessageVersion: string
  messageVersion: string
}

/** Which questions are asked when nothing is said. */
export const ASKED_BY_DEFAULT: Draft['asks'] = {
  fullName: true,
  phoneNumber: true,
  email: true,
  cpfOrCnpj: true,
  citizenshipCard: false,
  deliveryAddress: true,
}

export const EMPTY: Draft = {
  kind: 'contact_details',
  number: '',
  message: '',
  buttonLabel: '',
  headerText: '',
  footerText: '',
  asks: ASKED_BY_DEFAULT,
  questions: [],
  offerName: '',
  offerDescription: '',
  buttonParamsJSON: '',
  formName: '',
  source: '',
  flowToken: '',
  replyText: '',
  replyTo: '',
  replyPrivate: false,
  delay: '',
  expiresIn: '',
  expiresUnit: 'days',
  flowId: '',
  flowMessageVersion: '',
  messageVersion: '',
}

/** What the button says when nobody says otherwise; an instance may have labels of its own. */
export const BUTTON_LABELS = { contact_details: 'Preencher', registration_offer: 'Quero participar' } as const

export const isBlank = (text: string): boolean => text.trim() === ''

/** Characters as the gateway counts them: code points. */
export function charactersOf(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}
