import { createFieldReader, type FieldReader, type Refusal, type Warning } from './field-reader.ts'
import type { FormButton, FormDefaults, FormInput } from './form-input.ts'
import { readOwnParams } from './params-own.ts'
import { readReadyMade } from './params-ready-made.ts'

export type { FormDefaults, FormInput, FormType } from './form-input.ts'

/** A form, ready to be handed to the engine and kept. */
export interface ComposedForm extends FormButton {
  type: 'composed'
  /** The message, in the words of `whatsapp/port`. */
  interactive: {
    type: 'form'
    header: string | null
    body: string
    footer: string | null
    params: string
    messageVersion: number
  }
  formName: string | null
  replyText: string | null
  expiresInSeconds: number | null
  warnings: Warning[]
}

const LONGEST_EXPIRY_S = 10 * 366 * 24 * 60 * 60

/**
 * Composes the message of a form. Lengths that WhatsApp is only believed to limit are warnings. Of several wrong
 * fields the first is named, the message before all others. The stanza nodes beside it are the engine's.
 */
export function composeForm(input: FormInput, defaults: FormDefaults): ComposedForm | Refusal {
  const reader = createFieldReader()
  const body = reader.text('message', input.message, { max: 4096, believed: 1024 })
  if (reader.refusal) return reader.refusal
  if (body === null || body.trim() === '') {
    return { type: 'refused', problem: 'message_required', detail: 'is required', path: 'message' }
  }
  const button = readButton(reader, input, defaults)
  const header = reader.text('headerText', input.headerText, { max: 4096, believed: 60 })
  const footer = reader.text('footerText', input.footerText, { max: 4096, believed: 60 })
  const formName = reader.text('formName', input.formName, { max: 100 })
  const replyText = reader.text('replyText', input.replyText, { max: 4096 })
  const expiresInSeconds = reader.count('expiresIn', input.expiresIn, LONGEST_EXPIRY_S)
  if (reader.refusal) return reader.refusal
  const { params, messageVersion } = button
  return {
    type: 'composed',
    ...button,
    interactive: { type: 'form', header, body, footer, params, messageVersion },
    formName,
    replyText,
    expiresInSeconds,
    warnings: reader.warnings,
  }
}

function readButton(reader: FieldReader, input: FormInput, defaults: FormDefaults): FormButton {
  const own = input.buttonParamsJSON
  const isOwn = own !== undefined && own !== null && !(typeof own === 'string' && own.trim() === '')
  return isOwn ? readOwnParams(reader, own) : readReadyMade(reader, input, defaults)
}
