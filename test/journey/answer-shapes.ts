/** How a phone may write an answer, and the ways on which it may reach us. */
export interface AnswerShape {
  /** 1: response message in `wa_flow_response_params`; 2: at the top level; 3: none. */
  shape: 1 | 2 | 3
  /** Version of the response message, where there is one. */
  responseVersion: 1 | 2 | null
  sender: 'phone JID' | 'LID'
  delivery: 'live' | 'offline'
  wrap: 'plain' | 'ephemeral' | 'documentWithCaption'
  names: 'token' | 'quote'
}

const SHAPES = [
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
  [3, null],
] as const
const SENDERS = ['phone JID', 'LID'] as const
const DELIVERIES = ['live', 'offline'] as const
const WRAPS = ['plain', 'ephemeral', 'documentWithCaption'] as const
const NAMES = ['token', 'quote'] as const

/** Every shape on every way. */
export const ANSWER_SHAPES: readonly AnswerShape[] = SHAPES.flatMap(([shape, responseVersion]) =>
  SENDERS.flatMap((sender) =>
    DELIVERIES.flatMap((delivery) =>
      WRAPS.flatMap((wrap) =>
        NAMES.map((names): AnswerShape => ({ shape, responseVersion, sender, delivery, wrap, names })),
      ),
    ),
  ),
)

const KEYS = { full_name: 'Ana Souza', email: 'ana@exemplo.com.br', cep: '01001-000', plan: '0_premium' }
const COMPONENTS = [
  { name: 'full_name', type: 'TextInput', label: '', value: 'Ana Souza' },
  { name: 'email', type: 'TextInput', label: '', value: 'ana@exemplo.com.br' },
  { name: 'cep', type: 'TextInput', label: '', value: '01001-000' },
  { name: 'plan', type: 'Dropdown', label: 'Plano', value: 'Premium' },
]

/** What a phone submits. One that names the form by its quote alone writes the word that the apps write for no token. */
export function paramsOf({ shape, responseVersion, names }: AnswerShape, flowToken: string): string {
  const answer = { ...KEYS, flow_token: names === 'token' ? flowToken : 'unused' }
  if (responseVersion === null) return JSON.stringify(answer)
  const response_message = JSON.stringify(messageOf(responseVersion))
  const flow = { title: '', flow_id: '1', flow_name: 'contact_details' }
  return JSON.stringify(
    shape === 1
      ? { ...answer, wa_flow_response_params: { ...flow, response_message } }
      : { ...answer, response_message },
  )
}

function messageOf(version: 1 | 2): object {
  const screen = { id: 'contact_details', title: '' }
  if (version === 2) return { version, screens: [{ ...screen, components: COMPONENTS }] }
  const screens = [{ ...screen, components: COMPONENTS.map(({ name, label }) => ({ name, label })) }]
  const response = [{ ...screen, components: COMPONENTS.map((component) => ({ ...component, label: '' })) }]
  return { version, screens, response }
}

/** The typed reading of every one of them; without a response message nobody knows the title of an option. */
export function typedOf({ responseVersion }: AnswerShape): object {
  const titled = responseVersion === null ? { label: 'plan' } : { label: 'Plano', display: 'Premium' }
  return {
    fullName: 'Ana Souza',
    email: { value: 'ana@exemplo.com.br', valid: true },
    deliveryAddress: { postalCode: '01001-000', raw: { cep: '01001-000' } },
    other: [{ key: 'plan', value: '0_premium', ...titled }],
  }
}

/** What is covered, as `docs/answer-shapes.md` shows it. */
export function tableOf(covered: readonly AnswerShape[]): string {
  const cell = (shape: number, version: number | null, sender: string, delivery: string) => {
    const ways = covered.filter(
      (one) =>
        one.shape === shape && one.responseVersion === version && one.sender === sender && one.delivery === delivery,
    )
    return ways.length === WRAPS.length * NAMES.length ? 'all' : `${ways.length}`
  }
  const columns = SENDERS.flatMap((sender) => DELIVERIES.map((delivery) => [sender, delivery] as const))
  return [
    `| shape | response message | ${columns.map(([sender, delivery]) => `${sender}, ${delivery}`).join(' | ')} |`,
    `| --- | --- | ${columns.map(() => '---').join(' | ')} |`,
    ...SHAPES.map(
      ([shape, version]) =>
        `| ${shape} | ${version === null ? 'none' : `version ${version}`} | ${columns.map(([sender, delivery]) => cell(shape, version, sender, delivery)).join(' | ')} |`,
    ),
  ].join('\n')
}
