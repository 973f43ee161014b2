import type { Settings, SettingsChange } from './instance-shapes.ts'

export const READY_MADE = ['contact_details', 'registration_offer'] as const
type ByForm = Record<(typeof READY_MADE)[number], string>

/** Settings as they stand in the fields. */
export interface Draft {
  autoRejectCalls: boolean
  callRejectMessage: string
  ignoreGroupMessages: boolean
  keepOnlineStatus: boolean
  autoReadMessages: boolean
  disableHistorySync: boolean
  ignoreStatus: boolean
  keeping: Keeping
  answersInEvents: boolean
  buttonLabels: ByForm
  flowIds: ByForm
  /** Seconds, with a point or a comma. */
  pace: string
}

/** How long answers are kept: as the server does, for ever, or so many days as typed. */
export interface Keeping {
  way: 'server' | 'ever' | 'days'
  days: string
}

export type DraftName = keyof Draft
export type DraftFault = 'days' | 'pace' | 'message' | 'word'

const LONGEST_MESSAGE = 4096
const LONGEST_WORD = 256
const MOST_DAYS = 36_500
const HOUR_MS = 3_600_000

/** `decimal`: the sign between seconds and their parts. Pure. */
export function draftOf(settings: Settings, decimal: '.' | ','): Draft {
  const { retentionDays, minSendIntervalMs, buttonLabels, flowIds, ...flags } = settings
  return {
    ...flags,
    keeping:
      retentionDays === null
        ? { way: 'server', days: '' }
        : retentionDays === 0
          ? { way: 'ever', days: '' }
          : { way: 'days', days: String(retentionDays) },
    buttonLabels: byForm(buttonLabels),
    flowIds: byForm(flowIds),
    pace: String(minSendIntervalMs / 1000).replace('.', decimal),
  }
}

/** What of the edits differs from what is saved, in the order of the page. Pure. */
export function changedOf(saved: Draft, edits: Partial<Draft>): DraftName[] {
  const names = Object.keys(saved) as DraftName[]
  return names.filter((name) => name in edits && !isSame(edits[name], saved[name]))
}

/** What is wrong in the fields. Pure. */
export function faultsOf(draft: Draft): Partial<Record<DraftName, DraftFault>> {
  const words = (of: ByForm) => READY_MADE.some((form) => of[form].trim().length > LONGEST_WORD)
  return {
    ...(draft.callRejectMessage.length > LONGEST_MESSAGE ? { callRejectMessage: 'message' as const } : {}),
    ...(daysOf(draft.keeping) === undefined ? { keeping: 'days' as const } : {}),
    ...(words(draft.buttonLabels) ? { buttonLabels: 'word' as const } : {}),
    ...(words(draft.flowIds) ? { flowIds: 'word' as const } : {}),
    ...(paceOf(draft.pace) === null ? { pace: 'pace' as const } : {}),
  }
}

/** The body that changes what was changed and nothing else; of fields without faults. Pure. */
export function changeOf(draft: Draft, changed: readonly DraftName[]): SettingsChange {
  const change: SettingsChange = {}
  for (const name of changed) Object.assign(change, partOf(draft, name))
  return change
}

function partOf(draft: Draft, name: DraftName): SettingsChange {
  switch (name) {
    case 'keeping':
      return { retentionDays: daysOf(draft.keeping) ?? null }
    case 'pace':
      return { minSendIntervalMs: paceOf(draft.pace) ?? 0 }
    case 'callRejectMessage':
      return { callRejectMessage: draft.callRejectMessage.trim() === '' ? null : draft.callRejectMessage }
    case 'buttonLabels':
    case 'flowIds':
      return { [name]: givenOf(draft[name]) }
    case 'autoRejectCalls':
    case 'ignoreGroupMessages':
    case 'keepOnlineStatus':
    case 'autoReadMessages':
    case 'disableHistorySync':
    case 'ignoreStatus':
    case 'answersInEvents':
      return { [name]: draft[name] }
  }
}

/** undefined: no number of days. */
function daysOf({ way, days }: Keeping): number | null | undefined {
  if (way === 'server') return null
  if (way === 'ever') return 0
  const count = /^\s*\d{1,6}\s*$/.test(days) ? Number(days) : 0
  return count >= 1 && count <= MOST_DAYS ? count : undefined
}

/** Milliseconds; null: no number of seconds, or more than an hour. */
function paceOf(typed: string): number | null {
  const text = typed.trim()
  if (text === '') return 0
  if (!/^\d{1,4}([.,]\d{1,3})?$/.test(text)) return null
  const ms = Math.round(Number(text.replace(',', '.')) * 1000)
  return ms <= HOUR_MS ? ms : null
}

function byForm(of: Readonly<Record<string, string>>): ByForm {
  return { contact_details: of['contact_details'] ?? '', registration_offer: of['registration_offer'] ?? '' }
}

function givenOf(of: ByForm): Partial<ByForm> | null {
  const given = READY_MADE.filter((form) => of[form].trim() !== '').map((form) => [form, of[form].trim()])
  return given.length === 0 ? null : Object.fromEntries(given)
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
