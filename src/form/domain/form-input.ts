import type { AskedField, CustomField } from './asked.ts'

export type ReadyMadeForm = 'contact_details' | 'registration_offer'

export type FormType = ReadyMadeForm | 'custom'

/** The fields of `POST /api/message/form/:instance` as they came: they are checked here. */
export interface FormInput {
  message?: unknown
  formType?: unknown
  buttonLabel?: unknown
  flowToken?: unknown
  flowId?: unknown
  flowMessageVersion?: unknown
  messageVersion?: unknown
  buttonParamsJSON?: unknown
  fullNameVisible?: unknown
  phoneNumberVisible?: unknown
  emailVisible?: unknown
  cpfOrCnpjVisible?: unknown
  deliveryAddressVisible?: unknown
  citizenshipCardVisible?: unknown
  offerName?: unknown
  offerDescription?: unknown
  customFields?: unknown
  headerText?: unknown
  footerText?: unknown
  formName?: unknown
  replyText?: unknown
  expiresIn?: unknown
}

/** Lengths are characters: beyond `max` a field is refused, beyond `believed` it is sent with a warning. */
export const LIMITS = {
  message: { max: 4096, believed: 1024 },
  buttonLabel: { max: 256, believed: 20 },
  flowToken: { max: 256 },
  flowId: { max: 256 },
  flowMessageVersion: { max: 256 },
  messageVersion: { min: 1, max: 2_147_483_647 },
  buttonParamsBytes: 64 * 1024,
  offerName: { max: 4096, believed: 60 },
  offerDescription: { max: 4096 },
  customFields: 10,
  customLabel: { max: 256, believed: 20 },
  customHelperText: { max: 4096 },
  headerText: { max: 4096, believed: 60 },
  footerText: { max: 4096, believed: 60 },
  formName: { max: 100 },
  replyText: { max: 4096 },
  /** Seconds; ten years at most. */
  expiresIn: { min: 1, max: 10 * 366 * 24 * 60 * 60 },
} as const

/** What is taken where the caller says nothing: configuration of the instance, then of the server. */
export interface FormDefaults {
  flowIds: Readonly<Record<ReadyMadeForm, string>>
  buttonLabels: Readonly<Record<ReadyMadeForm, string>>
  /** A fresh token. */
  flowToken: string
}

/** What decides the button: its parameters, and what is remembered about them. */
export interface FormButton {
  /** `buttonParamsJson`, byte for byte as it goes out. */
  params: string
  messageVersion: number
  flowToken: string | null
  formType: FormType
  buttonLabel: string | null
  fields: AskedField[]
  customFields: CustomField[]
}
