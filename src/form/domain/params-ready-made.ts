import type { FieldReader } from '../../kernel/field-reader.ts'
import { type AskedField, type CustomField, SWITCHES } from './asked.ts'
import { type FormButton, type FormDefaults, type FormInput, LIMITS, type ReadyMadeForm } from './form-input.ts'
import { membersOf } from './json.ts'

/**
 * Reads the fields of a ready-made form into its button. Both open the screen `contact_details`; the order of the keys
 * is that of captured messages. `flow_action_payload` is always there: without it newer Androids ask a data endpoint.
 */
export function readReadyMade(reader: FieldReader, input: FormInput, defaults: FormDefaults): FormButton {
  const formType = readFormType(reader, input.formType)
  const buttonLabel =
    reader.text('buttonLabel', input.buttonLabel, LIMITS.buttonLabel) ?? defaults.buttonLabels[formType]
  const flowToken = reader.code('flowToken', input.flowToken, LIMITS.flowToken) ?? defaults.flowToken
  const flowId = reader.code('flowId', input.flowId, LIMITS.flowId) ?? defaults.flowIds[formType]
  if (!/^\d+$/.test(flowId)) reader.warn('flowId', 'only ids made of digits are known to open on a phone')
  const version = reader.code('flowMessageVersion', input.flowMessageVersion, LIMITS.flowMessageVersion) ?? '4'
  const messageVersion = readMessageVersion(reader, input.messageVersion)
  const visible = readVisible(reader, input)
  const offer = readOffer(reader, input, formType)
  const customFields = readCustomFields(reader, input.customFields)
  const fields = visible.filter(({ isVisible }) => isVisible).map(({ field }) => field)
  if (formType === 'contact_details' && fields.length + customFields.length === 0) {
    reader.refuse('formType', 'contact_details must ask at least one question')
  }
  const data = {
    ...Object.fromEntries(visible.map(({ key, isVisible }) => [key, isVisible])),
    ...(customFields.length === 0 ? {} : { custom_fields: customFields.map(wireField) }),
    ...offer,
  }
  const params = JSON.stringify({
    flow_message_version: version,
    flow_id: flowId,
    flow_cta: buttonLabel,
    flow_action: 'navigate',
    flow_token: flowToken,
    form_type: 'template',
    well_version: 'V700',
    flow_action_payload: { screen: 'contact_details', data },
  })
  return { params, messageVersion, flowToken, formType, buttonLabel, fields, customFields }
}

function readFormType(reader: FieldReader, value: unknown): ReadyMadeForm {
  const given = reader.text('formType', value, { max: 256 })
  if (given === 'registration_offer') return given
  if (given !== null && given !== 'contact_details') {
    reader.refuse('formType', 'must be contact_details or registration_offer')
  }
  return 'contact_details'
}

function readMessageVersion(reader: FieldReader, value: unknown): number {
  const version = reader.count('messageVersion', value, LIMITS.messageVersion) ?? 3
  if (version === 1) reader.warn('messageVersion', 'with 1 the form never opens on a phone')
  else if (version !== 3) reader.warn('messageVersion', 'only 3 is known to open on a phone')
  return version
}

function readVisible(reader: FieldReader, input: FormInput): { field: AskedField; key: string; isVisible: boolean }[] {
  return SWITCHES.map(({ field, input: name, key, byDefault }) => ({
    field,
    key,
    isVisible: reader.flag(name, input[name]) ?? byDefault,
  }))
}

function readOffer(reader: FieldReader, input: FormInput, formType: ReadyMadeForm): Record<string, string> {
  const isOffer = formType === 'registration_offer'
  const name = reader.text('offerName', input.offerName, isOffer ? LIMITS.offerName : { max: LIMITS.offerName.max })
  const description = reader.text('offerDescription', input.offerDescription, LIMITS.offerDescription)
  if (!isOffer) {
    if (name !== null) reader.warn('offerName', 'is sent with registration_offer only')
    if (description !== null) reader.warn('offerDescription', 'is sent with registration_offer only')
    return {}
  }
  return {
    ...(name === null ? {} : { offer_name: name }),
    ...(description === null ? {} : { offer_description: description }),
  }
}

function readCustomFields(reader: FieldReader, value: unknown): CustomField[] {
  const items = reader.list('customFields', value, LIMITS.customFields)
  return items.map((item, index) => readCustomField(reader, item, `customFields.${index}`))
}

function readCustomField(reader: FieldReader, item: unknown, path: string): CustomField {
  const members = membersOf(item)
  if (!members) reader.refuse(path, 'must be an object')
  const label = reader.text(`${path}.label`, members?.get('label'), LIMITS.customLabel)
  const helperText = reader.text(`${path}.helperText`, members?.get('helperText'), LIMITS.customHelperText)
  if (label === null) reader.refuse(`${path}.label`, 'is required')
  return helperText === null ? { label: label ?? '' } : { label: label ?? '', helperText }
}

/** Of the types of a custom question only this one is proven. */
function wireField({ label, helperText }: CustomField) {
  return { type: 'TEXT_INPUT', label, ...(helperText === undefined ? {} : { helper_text: helperText }) }
}
