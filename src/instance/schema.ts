import { z } from 'zod'
import { withExamples } from '../platform/http/index.ts'
import { DEFAULT_SETTINGS, type SettingsChange } from './domain/settings.ts'

const LONGEST_TEXT = 4096
const MOST_DAYS = 36_500
const HOUR_MS = 3_600_000

/** The path of every route that ends in `/:instance`. */
export const instanceParams = z.object({
  instance: z
    .string()
    .describe('Name of the instance, as it was given when it was made; upper and lower case are two')
    .meta({ examples: ['shop'] }),
})

/** What a new instance has; a setting that `settings` is not given stays as it is. */
const preset = (name: keyof typeof DEFAULT_SETTINGS) =>
  `Default of a new instance: \`${JSON.stringify(DEFAULT_SETTINGS[name])}\`.`

const flag = (name: keyof typeof DEFAULT_SETTINGS, description: string) =>
  z
    .boolean()
    .optional()
    .describe(`${description}. ${preset(name)}`)

/** A whole number; digits in a string do. */
const wholeNumber = (largest: number) =>
  z
    .union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)])
    .pipe(z.number().int().min(0).max(largest))
    .optional()

const word = (form: string) =>
  z.string().min(1).max(256).optional().describe(`For forms of the type \`${form}\`. Default: the server's own`)

const byForm = () =>
  z
    .object({ contact_details: word('contact_details'), registration_offer: word('registration_offer') })
    .nullable()
    .optional()

/** What `settings` takes, and `new` beside the rest. */
export const settingsFields = {
  autoRejectCalls: flag('autoRejectCalls', 'Reject calls as they ring'),
  callRejectMessage: z
    .string()
    .max(LONGEST_TEXT)
    .nullable()
    .optional()
    .describe(
      `Text sent to a caller, once an hour who was rejected, not for calls of groups; \`null\` or empty: none. ${preset('callRejectMessage')}`,
    ),
  ignoreGroupMessages: flag(
    'ignoreGroupMessages',
    'Neither keep nor tell messages of groups; answers to forms are kept and told all the same',
  ),
  keepOnlineStatus: flag(
    'keepOnlineStatus',
    'Show the number as online while it is connected; its phone may then stay silent when messages come',
  ),
  autoReadMessages: flag(
    'autoReadMessages',
    'Mark incoming messages as read once they are kept; their senders see it unless the number hides read receipts',
  ),
  disableHistorySync: flag(
    'disableHistorySync',
    'Keep the history that a phone brings along out of the store. `false` keeps it, from the next time that the ' +
      'number is linked: answers to forms in it count, and no `message.exchange` is told',
  ),
  ignoreStatus: flag('ignoreStatus', 'For clients that set it: status posts are never kept nor told, whatever it says'),
  retentionDays: wholeNumber(MOST_DAYS)
    .or(z.null())
    .describe(
      `Days that answers and messages are kept, 0 for ever; \`null\`: as the server does. ${preset('retentionDays')}`,
    )
    .meta({ minimum: 0, maximum: MOST_DAYS }),
  answersInEvents: flag('answersInEvents', 'Whether events carry the values of answers, or only which form it was'),
  buttonLabels: byForm().describe(`Labels of the form button; \`null\`: the server's. ${preset('buttonLabels')}`),
  flowIds: byForm().describe(`Which flow the ready-made forms open; \`null\`: the server's. ${preset('flowIds')}`),
  minSendIntervalMs: wholeNumber(HOUR_MS)
    .describe(
      'Smallest distance between two sends of the instance in milliseconds, in the order in which they were asked for; ' +
        `first messages to somebody keep three times that from one another. ${preset('minSendIntervalMs')}`,
    )
    .meta({ minimum: 0, maximum: HOUR_MS }),
}

/** Settings in which null or the empty string puts back the default, rather than meaning "not given". */
export const RESETTABLE = ['callRejectMessage', 'retentionDays', 'buttonLabels', 'flowIds'] as const

export const settingsSchema = withExamples(
  z.object(settingsFields).describe('At least one setting; those that are not given stay as they are'),
  {
    labels: {
      summary: 'Another label of the button',
      value: { buttonLabels: { contact_details: 'Preencher cadastro', registration_offer: 'Quero a oferta' } },
    },
    calls: {
      summary: 'Reject calls with a text',
      value: { autoRejectCalls: true, callRejectMessage: 'We answer messages only.' },
    },
    quiet: {
      summary: 'Keep little, and put the label back',
      value: {
        ignoreGroupMessages: true,
        ignoreStatus: true,
        keepOnlineStatus: false,
        autoReadMessages: false,
        disableHistorySync: true,
        retentionDays: 90,
        answersInEvents: false,
        buttonLabels: null,
        flowIds: { contact_details: '1889354358373616', registration_offer: '892701196712475' },
        minSendIntervalMs: 1500,
      },
    },
  },
)

export const listQuerySchema = z.object({
  instanceName: z
    .string()
    .optional()
    .describe('Names of the wanted ones, at most as many as a URL holds, with commas between them. Default: all')
    .meta({ examples: ['shop,support'] }),
})

export const connectQuerySchema = z.object({
  number: z
    .string()
    .optional()
    .describe('Digits of the number to link, with country code, up to 15: gives a pairing code. Default: a QR')
    .meta({ examples: ['5511987654321'] }),
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
