import type { FieldReader } from '../../kernel/field-reader.ts'
import { cleanToken } from './answer-field.ts'
import { type AskedField, type CustomField, SWITCHES } from './asked.ts'
import { type FormButton, LIMITS } from './form-input.ts'
import { membersOf, utf8Length } from './json.ts'

const FIELD = 'buttonParamsJSON'

/** Without these Android does not open the form. */
const NEEDED = ['flow_id', 'flow_token', 'flow_cta']

/**
 * Reads the caller's own button parameters. They go out byte for byte; what is read from them is only remembered:
 * the token, the label, and, where they open the ready-made screen, the questions.
 */
export function readOwnParams(reader: FieldReader, given: unknown): FormButton {
  const params = typeof given === 'string' ? given : ''
  const members = typeof given === 'string' ? readObject(reader, given) : null
  if (typeof given !== 'string') reader.refuse(FIELD, 'must be a string that holds a JSON object')
  for (const name of members ? NEEDED : []) {
    if (textOf(members?.get(name)) === null) {
      reader.warn(FIELD, `${name} is no text with something in it: the form does not open on Android`)
    }
  }
  const token = textOf(members?.get('flow_token'))
  const flowToken = cleanToken(token)
  if (token !== flowToken)
    reader.warn(FIELD, 'flow_token is longer than what is kept of it, and looked for by its beginning')
  return {
    params,
    messageVersion: 3,
    flowToken,
    formType: 'custom',
    buttonLabel: textOf(members?.get('flow_cta')),
    ...readQuestions(members),
  }
}

function readObject(reader: FieldReader, text: string): Map<string, unknown> | null {
  if (utf8Length(text) > LIMITS.buttonParamsBytes) {
    reader.refuse(FIELD, `must have at most ${LIMITS.buttonParamsBytes} bytes`)
    return null
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    reader.refuse(FIELD, 'is not valid JSON')
    return null
  }
  const members = membersOf(value)
  if (!members) reader.refuse(FIELD, 'must hold a JSON object')
  return members
}

function readQuestions(members: Map<string, unknown> | null): { fields: AskedField[]; customFields: CustomField[] } {
  const data = membersOf(membersOf(members?.get('flow_action_payload'))?.get('data'))
  const custom = data?.get('custom_fields')
  return {
    fields: SWITCHES.filter(({ key }) => data?.get(key) === true).map(({ field }) => field),
    customFields: Array.isArray(custom) ? custom.flatMap(readCustomField).slice(0, 100) : [],
  }
}

function readCustomField(value: unknown): CustomField[] {
  const members = membersOf(value)
  const label = textOf(members?.get('label'))
  const helperText = textOf(members?.get('helper_text'))
  if (label === null) return []
  return [helperText === null ? { label } : { label, helperText }]
}

/** NUL and lone surrogates, which no store keeps, are kept out of what is remembered. */
function textOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.trim() === '') return null
  return value.replaceAll('\u0000', '').toWellFormed()
}
