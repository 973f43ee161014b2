import { type FieldReader, isAbsent, type Warning } from '../../kernel/field-reader.ts'
import type { OutgoingContent } from '../../whatsapp/port.ts'
import { type FormButton, type FormDefaults, type FormInput, LIMITS } from './form-input.ts'
import { readOwnParams } from './params-own.ts'
import { readReadyMade } from './params-ready-made.ts'

export type { FormDefaults, FormInput, FormType } from './form-input.ts'

/** A form, ready to be handed to the engine and kept. */
export interface ComposedForm extends FormButton {
  interactive: Extract<OutgoingContent, { type: 'form' }>
  formName: string | null
  replyText: string | null
  expiresInSeconds: number | null
  warnings: readonly Warning[]
}

/**
 * Composes the message of a form; null when the reader has refused a field, the message before all others. Lengths that
 * WhatsApp is only believed to limit are warnings. The stanza nodes beside it are the engine's.
 */
export function composeForm(reader: FieldReader, input: FormInput, defaults: FormDefaults): ComposedForm | null {
  const body = reader.text('message', input.message, LIMITS.message) ?? ''
  if (body.trim() === '') reader.refuse('message', 'is required', 'message_required')
  const button = readButton(reader, input, defaults)
  const header = reader.text('headerText', input.headerText, LIMITS.headerText)
  const footer = reader.text('footerText', input.footerText, LIMITS.footerText)
  const formName = reader.text('formName', input.formName, LIMITS.formName)
  const replyText = reader.text('replyText', input.replyText, LIMITS.replyText)
  const expiresInSeconds = reader.count('expiresIn', input.expiresIn, LIMITS.expiresIn)
  if (reader.refusal) return null
  const { params, messageVersion } = button
  return {
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
  return isAbsent(own) ? readReadyMade(reader, input, defaults) : readOwnParams(reader, own)
}
