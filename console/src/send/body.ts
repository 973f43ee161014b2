import { ASKED_BY_DEFAULT, type Draft, isBlank, READY_FIELDS, type ReadyField, UNIT_SECONDS } from './draft.ts'

/** What `POST /api/message/form/:instance` takes, as far as this page says it. */
export interface SendBody extends Partial<Record<`${ReadyField}Visible`, boolean>> {
  number: string
  message: string
  formType?: 'registration_offer'
  headerText?: string
  footerText?: string
  buttonLabel?: string
  offerName?: string
  offerDescription?: string
  customFields?: { label: string; helperText?: string }[]
  buttonParamsJSON?: string
  formName?: string
  source?: string
  flowToken?: string
  replyText?: string
  replyTo?: string
  replyPrivate?: boolean
  delay?: number
  expiresIn?: number
  flowId?: string
  flowMessageVersion?: string
  messageVersion?: number
}

/** The request of a draft: only what differs from the gateway's defaults. Wrong numbers are left as they were typed. */
export function bodyOf(draft: Draft): SendBody {
  return {
    number: draft.number,
    message: draft.message,
    ...texts(draft, ['headerText', 'footerText']),
    ...(draft.kind === 'own' ? { buttonParamsJSON: draft.buttonParamsJSON } : readyMade(draft)),
    ...texts(draft, ['formName', 'source', 'replyText', 'replyTo']),
    ...(draft.replyPrivate && !isBlank(draft.replyTo) ? { replyPrivate: true } : {}),
    ...counted('delay', draft.delay, 1, 0),
    ...counted('expiresIn', draft.expiresIn, UNIT_SECONDS[draft.expiresUnit]),
  }
}

function readyMade(draft: Draft): Partial<SendBody> {
  const isOffer = draft.kind === 'registration_offer'
  const changed = READY_FIELDS.filter((field) => draft.asks[field] !== ASKED_BY_DEFAULT[field])
  return {
    ...(isOffer ? { formType: 'registration_offer' as const } : {}),
    ...texts(draft, ['buttonLabel']),
    ...(isOffer ? texts(draft, ['offerName', 'offerDescription']) : {}),
    ...Object.fromEntries(changed.map((field) => [`${field}Visible`, draft.asks[field]])),
    ...(draft.questions.length > 0 ? { customFields: draft.questions.map(customField) } : {}),
    ...texts(draft, ['flowToken', 'flowId']),
    ...(draft.flowMessageVersion.trim() === '4' ? {} : texts(draft, ['flowMessageVersion'])),
    ...counted('messageVersion', draft.messageVersion, 1, 3),
  }
}

function customField({ label, helperText }: Draft['questions'][number]) {
  return isBlank(helperText) ? { label } : { label, helperText }
}

type TextName = { [Name in keyof Draft]: Draft[Name] extends string ? Name : never }[keyof Draft] & keyof SendBody

function texts(draft: Draft, names: readonly TextName[]): Partial<SendBody> {
  return Object.fromEntries(names.filter((name) => !isBlank(draft[name])).map((name) => [name, draft[name]]))
}

/** A number in a field; `byDefault` is left out, as nothing is. */
function counted(name: 'delay' | 'expiresIn' | 'messageVersion', typed: string, each: number, byDefault?: number) {
  const count = readCount(typed)
  if (count === null) return {}
  const value = Math.round(count * each)
  return value === byDefault ? {} : { [name]: value }
}

/** What was typed as a number, with a decimal point or comma; null when blank or none. */
export function readCount(typed: string): number | null {
  const plain = typed.trim().replace(',', '.')
  return /^\d{1,12}(\.\d{1,6})?$/.test(plain) ? Number(plain) : null
}
