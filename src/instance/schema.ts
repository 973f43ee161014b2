import { z } from 'zod'
import type { SettingsChange } from './domain/settings.ts'

const flag = z.boolean().optional()
const LONGEST_TEXT = 4096

/** A whole number; digits in a string do. */
const wholeNumber = (largest: number) =>
  z
    .union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().int().min(0).max(largest))
    .optional()

const byForm = (longest: number) =>
  z
    .object({
      contact_details: z.string().min(1).max(longest).optional(),
      registration_offer: z.string().min(1).max(longest).optional(),
    })
    .nullable()
    .optional()

const settingsFields = {
  autoRejectCalls: flag.describe('Reject incoming calls'),
  callRejectMessage: z.string().max(LONGEST_TEXT).nullable().optional().describe('Text sent to a rejected caller'),
  ignoreGroupMessages: flag.describe('Keep no messages of groups; answers to forms are kept all the same'),
  keepOnlineStatus: flag.describe('Show the number as online'),
  autoReadMessages: flag.describe('Mark incoming messages as read'),
  disableHistorySync: flag.describe('Keep history out of the store; default true'),
  ignoreStatus: flag.describe('Keep no status posts'),
  retentionDays: wholeNumber(36_500).or(z.null()).describe('Days that answers are kept; null: as the server does'),
  answersInEvents: flag.describe('Whether events carry the values of answers; default true'),
  buttonLabels: byForm(256).describe('Labels of the form button, by form type'),
  flowIds: byForm(256).describe('Flow ids of the ready-made forms, by form type'),
  minSendIntervalMs: wholeNumber(3_600_000).describe('Smallest distance between two sends, in milliseconds'),
}

/** Settings in which null or the empty string puts back the default, rather than meaning "not given". */
export const RESETTABLE = ['callRejectMessage', 'retentionDays', 'buttonLabels', 'flowIds'] as const

export const settingsSchema = z.object(settingsFields)

/** Only what the documentation shows: the room of events checks it, for a wrong block does not undo the instance. */
const checkedLater = (type: 'string' | 'boolean' | 'array', description: string) =>
  z.unknown().optional().meta({ type, description })

export const createInstanceSchema = z.object({
  name: z.string().optional().describe('Letters, digits, `_` and `-`, at most 100; unique in the account. Required'),
  token: z
    .string()
    .regex(/^[\x21-\x7e]{16,256}$/, 'must be 16 to 256 visible ASCII characters')
    .optional()
    .describe('Your own TokenInstance; made when missing'),
  ...settingsFields,
  webhookEnabled: checkedLater('boolean', 'Whether the webhook `default` is on; with a URL: true'),
  webhookURL: checkedLater('string', 'Where events are posted'),
  webhookAuthorization: checkedLater('string', 'Sent verbatim as the header `Authorization`'),
  webhookByEvents: checkedLater('boolean', 'Append `/<event>` to the path'),
  webhookEvents: checkedLater('array', 'Event types; empty: the six of the original contract'),
  webhookMediaBase64: checkedLater('boolean', 'Put media into events'),
  websocketEnabled: checkedLater('boolean', 'Whether the WebSocket is on'),
  websocketEvents: checkedLater('array', 'Event types; empty: the six of the original contract'),
  websocketMediaBase64: checkedLater('boolean', 'Put media into events'),
  proxyEnabled: checkedLater('boolean', 'Proxies are not built yet: the block comes back with its error'),
})

export type CreateInstanceBody = z.output<typeof createInstanceSchema>

export const listQuerySchema = z.object({
  instanceName: z.string().optional().describe('Names, with commas between them'),
})

export const connectQuerySchema = z.object({
  number: z.string().optional().describe('Digits of the number to link: gives a pairing code instead of a QR'),
})

/** Settings as a caller gave them: what can be reset is reset by null. */
export function settingsChangeOf(body: z.output<typeof settingsSchema>): SettingsChange {
  const { callRejectMessage, buttonLabels, flowIds, ...others } = body
  return {
    ...others,
    callRejectMessage: callRejectMessage === null ? '' : callRejectMessage,
    buttonLabels: buttonLabels === null ? {} : definedOf(buttonLabels),
    flowIds: flowIds === null ? {} : definedOf(flowIds),
  }
}

function definedOf(
  given: { contact_details?: string | undefined; registration_offer?: string | undefined } | undefined,
): { contact_details?: string; registration_offer?: string } | undefined {
  if (given === undefined) return undefined
  const { contact_details, registration_offer } = given
  return {
    ...(contact_details === undefined ? {} : { contact_details }),
    ...(registration_offer === undefined ? {} : { registration_offer }),
  }
}
