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
