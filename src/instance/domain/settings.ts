/** The ready-made forms that an instance may word or identify differently. */
export type ReadyMadeForm = 'contact_details' | 'registration_offer'

/** What an instance is set to: the seven of the original contract, then ours. */
export interface Settings {
  autoRejectCalls: boolean
  callRejectMessage: string
  ignoreGroupMessages: boolean
  keepOnlineStatus: boolean
  autoReadMessages: boolean
  /** Keeps history out of our store; what carries LID mappings is processed all the same. */
  disableHistorySync: boolean
  ignoreStatus: boolean
  /** Days that answers and messages are kept, 0 for ever; null: the server's own. */
  retentionDays: number | null
  /** Whether events carry the values of answers. */
  answersInEvents: boolean
  /** Button labels and flow ids of ready-made forms; what is missing is the server's. */
  buttonLabels: Partial<Record<ReadyMadeForm, string>>
  flowIds: Partial<Record<ReadyMadeForm, string>>
  /** Smallest distance between two sends; milliseconds. */
  minSendIntervalMs: number
}

export const DEFAULT_SETTINGS: Settings = {
  autoRejectCalls: false,
  callRejectMessage: '',
  ignoreGroupMessages: false,
  keepOnlineStatus: false,
  autoReadMessages: false,
  disableHistorySync: true,
  ignoreStatus: false,
  retentionDays: null,
  answersInEvents: true,
  buttonLabels: {},
  flowIds: {},
  minSendIntervalMs: 0,
}

/** Fields of settings that a caller gave; undefined ones were not given. */
export type SettingsChange = { [Name in keyof Settings]?: Settings[Name] | undefined }

/** Settings with a caller's changes on top. Pure. */
export function changeSettings(settings: Settings, change: SettingsChange): Settings {
  return { ...settings, ...givenFields(change) }
}

/** How many settings a change names. Pure. */
export function countGiven(change: SettingsChange): number {
  return Object.keys(givenFields(change)).length
}

/** Settings as they are stored: JSON of what differs from nothing known. Fields of a later version are left alone. */
export function parseSettings(json: string): Settings {
  return { ...DEFAULT_SETTINGS, ...(JSON.parse(json) as Partial<Settings>) }
}

function givenFields(change: SettingsChange): Partial<Settings> {
  const names = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[]
  return Object.fromEntries(
    names.flatMap((name) => (change[name] === undefined ? [] : [[name, change[name]]])),
  ) as Partial<Settings>
}
