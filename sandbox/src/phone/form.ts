import type { PhoneMessage } from './record.ts'

/** A form as a phone understands it. */
export interface Form {
  flowToken: string | undefined
  flowId: string | undefined
  /** The screen to open; `contact_details` is the ready-made one. */
  screen: string | undefined
  /** What the ready-made screen shows: `…_visible`, `custom_fields`, `offer_name`. */
  data: Readonly<Record<string, unknown>>
}

/** How an answer's values are laid out in `paramsJson` (three kinds are seen in the wild). */
export type Shape = 1 | 2 | 3

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {})
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function parse(json: unknown): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(String(json)))
  } catch {
    return {}
  }
}

/** The form in a message, also in a wrapped one; nothing when it holds none. */
export function formOf(message: PhoneMessage['message']): Form | null {
  const wrapper = objectOf(message.ephemeralMessage ?? message.viewOnceMessage ?? message.documentWithCaptionMessage)
  if (isObject(wrapper.message)) return formOf(wrapper.message)
  const buttons = objectOf(objectOf(message.interactiveMessage).nativeFlowMessage).buttons
  const button = (Array.isArray(buttons) ? buttons : []).map(objectOf).find((one) => one.name === 'galaxy_message')
  if (!button) return null
  const params = parse(button.buttonParamsJson)
  const payload = objectOf(params.flow_action_payload)
  return {
    flowToken: textOf(params.flow_token),
    flowId: textOf(params.flow_id),
    screen: textOf(payload.screen),
    data: objectOf(payload.data),
  }
}

/**
 * `paramsJson` of an answer. 1: values at the top, and once more (blank titles and labels, as the apps do for
 * ready-made forms) in `wa_flow_response_params.response_message`, a string in the string. 2: only in
 * `response_message`, version 2. 3: only at the top.
 */
export function answerParams(form: Partial<Form>, values: Readonly<Record<string, unknown>>, shape: Shape): string {
  const token = form.flowToken === undefined ? {} : { flow_token: form.flowToken }
  const id = form.screen ?? 'contact_details'
  const components = Object.entries(values).map(([name, value]) => ({ name, type: 'TextInput', label: '', value }))
  switch (shape) {
    case 1: {
      const screens = [{ id, title: '', components: components.map(({ name, label }) => ({ name, label })) }]
      const response = [{ id, title: '', components }]
      return JSON.stringify({
        ...values,
        ...token,
        wa_flow_response_params: {
          title: '',
          flow_id: form.flowId ?? '',
          flow_name: id,
          flow_creation_source: 'first_party',
          response_message: JSON.stringify({ screens, response, version: 1 }),
        },
      })
    }
    case 2: {
      const screens = [{ id, title: '', components }]
      return JSON.stringify({ ...token, response_message: JSON.stringify({ version: 2, screens }) })
    }
    case 3:
      return JSON.stringify({ ...values, ...token })
  }
}
