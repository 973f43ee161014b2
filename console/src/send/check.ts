import { readCount } from './body.ts'
import { charactersOf, type Draft, isBlank, READY_FIELDS, UNIT_SECONDS } from './draft.ts'
import { type RecipientFlaw, readRecipient } from './recipient.ts'

/** What the gateway would refuse. */
export type Refusal =
  | { type: 'required' }
  | { type: 'too_long'; most: number; count: number }
  | { type: 'recipient'; why: RecipientFlaw }
  | { type: 'no_question' }
  | { type: 'no_json' }
  | { type: 'no_object' }
  | { type: 'too_many_bytes'; most: number }
  | { type: 'no_number' }
  | { type: 'out_of_range'; least: number; most: number }

/** What the gateway sends all the same, though WhatsApp may not show it as meant. */
export type Warning =
  | { type: 'may_be_cut'; believed: number; count: number }
  | { type: 'no_country_code' }
  | { type: 'missing_params'; names: readonly string[] }
  | { type: 'flow_id' }
  | { type: 'never_opens' }
  | { type: 'version_unproven' }

export interface Checked {
  /** By field: a member of the draft, `asks`, or `questions.<id>.label` and `.helperText`. */
  refusals: ReadonlyMap<string, Refusal>
  warnings: ReadonlyMap<string, Warning>
}

const LONGEST = {
  message: 4096,
  headerText: 4096,
  footerText: 4096,
  replyText: 4096,
  formName: 100,
  source: 100,
  replyTo: 255,
} as const

const LONGEST_READY = { buttonLabel: 256, flowToken: 256, flowId: 256, flowMessageVersion: 256 } as const
const LONGEST_OFFER = { offerName: 4096, offerDescription: 4096 } as const

const BELIEVED = { message: 1024, headerText: 60, footerText: 60, buttonLabel: 20, offerName: 60 } as const

export const MOST_QUESTIONS = 10
const LONGEST_LABEL = 256
const BELIEVED_LABEL = 20
const LONGEST_HELPER = 4096
const MOST_PARAMS_BYTES = 64 * 1024
const LONGEST_EXPIRY = 10 * 366 * 86_400
const LONGEST_DELAY = 300
const NEEDED_PARAMS = ['flow_id', 'flow_token', 'flow_cta'] as const

/** Checks a draft as the gateway will, with its limits. */
export function checkDraft(draft: Draft): Checked {
  const refusals = new Map<string, Refusal>()
  const warnings = new Map<string, Warning>()

  const checkLength = (path: string, text: string, most: number, believed?: number) => {
    if (isBlank(text)) return
    const count = charactersOf(text)
    if (count > most) refusals.set(path, { type: 'too_long', most, count })
    else if (believed !== undefined && count > believed) warnings.set(path, { type: 'may_be_cut', believed, count })
  }
  const checkLengths = (most: Partial<Record<keyof Draft, number>>) => {
    for (const [name, longest] of Object.entries(most)) {
      checkLength(
        name,
        String(draft[name as keyof Draft]),
        longest,
        (BELIEVED as Partial<Record<string, number>>)[name],
      )
    }
  }
  const checkCount = (path: 'delay' | 'expiresIn' | 'messageVersion', each: number, least: number, most: number) => {
    if (isBlank(draft[path])) return
    const count = readCount(draft[path])
    const isWhole = count !== null && (each > 1 || Number.isInteger(count))
    if (!isWhole) refusals.set(path, { type: 'no_number' })
    else if (count * each < least || count * each > most) {
      refusals.set(path, { type: 'out_of_range', least: Math.ceil(least / each), most: Math.floor(most / each) })
    }
  }

  checkRecipient(draft, refusals, warnings)
  if (isBlank(draft.message)) refusals.set('message', { type: 'required' })
  checkLengths(LONGEST)
  checkCount('delay', 1, 0, LONGEST_DELAY)
  checkCount('expiresIn', UNIT_SECONDS[draft.expiresUnit], 1, LONGEST_EXPIRY)
  if (draft.kind === 'own') {
    checkParams(draft.buttonParamsJSON, refusals, warnings)
    return { refusals, warnings }
  }

  checkLengths(LONGEST_READY)
  checkCount('messageVersion', 1, 1, 2_147_483_647)
  const version = readCount(draft.messageVersion) ?? 3
  if (version !== 3) warnings.set('messageVersion', { type: version === 1 ? 'never_opens' : 'version_unproven' })
  if (!isBlank(draft.flowId) && !/^\d+$/.test(draft.flowId)) warnings.set('flowId', { type: 'flow_id' })
  if (draft.kind === 'registration_offer') checkLengths(LONGEST_OFFER)
  else if (draft.questions.length === 0 && !READY_FIELDS.some((field) => draft.asks[field])) {
    refusals.set('asks', { type: 'no_question' })
  }
  for (const { id, label, helperText } of draft.questions) {
    if (isBlank(label)) refusals.set(`questions.${id}.label`, { type: 'required' })
    checkLength(`questions.${id}.label`, label, LONGEST_LABEL, BELIEVED_LABEL)
    checkLength(`questions.${id}.helperText`, helperText, LONGEST_HELPER)
  }
  return { refusals, warnings }
}

function checkRecipient({ number }: Draft, refusals: Map<string, Refusal>, warnings: Map<string, Warning>): void {
  if (isBlank(number)) {
    refusals.set('number', { type: 'required' })
    return
  }
  const read = readRecipient(number)
  if (read.kind === 'wrong') refusals.set('number', { type: 'recipient', why: read.why })
  // A Brazilian number without its 55 looks like one of somewhere else, or of nobody.
  else if (read.kind === 'phone' && /^[1-9]{2}9?\d{8}$/.test(read.digits) && !number.includes('+')) {
    warnings.set('number', { type: 'no_country_code' })
  }
}

function checkParams(text: string, refusals: Map<string, Refusal>, warnings: Map<string, Warning>): void {
  const refusal = refusalOfParams(text)
  if (refusal) {
    refusals.set('buttonParamsJSON', refusal)
    return
  }
  const params = readParams(text)
  const names = NEEDED_PARAMS.filter((name) => typeof params === 'string' || !isText(params[name]))
  if (names.length > 0) warnings.set('buttonParamsJSON', { type: 'missing_params', names })
}

function refusalOfParams(text: string): Refusal | null {
  if (isBlank(text)) return { type: 'required' }
  const isTooLong = new TextEncoder().encode(text).length > MOST_PARAMS_BYTES
  if (isTooLong) return { type: 'too_many_bytes', most: MOST_PARAMS_BYTES }
  const params = readParams(text)
  return typeof params === 'string' ? { type: params } : null
}

const isText = (value: unknown) => typeof value === 'string' && !isBlank(value)

/** The parameters of a button; `no_json` or `no_object` when they are none. */
export function readParams(text: string): Record<string, unknown> | 'no_json' | 'no_object' {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : 'no_object'
  } catch {
    return 'no_json'
  }
}
