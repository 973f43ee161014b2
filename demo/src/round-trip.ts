import { mustSucceed } from './http.ts'
import { startReceiver } from './receiver.ts'
import type { Stage } from './stage.ts'

const TIMEOUT_MS = 15_000

/** The outcome of one form that went out and came back. */
export interface RoundTrip {
  messageId: string
  flowToken: string
  state: string
  answers: unknown
  /** Whether the answer reached the webhook too. */
  webhook: boolean
  /** From the call that sent the form to its answer, webhook included. */
  tookMs: number
}

/** Sends a form, lets the customer's phone fill it in, and waits for the answer on both ways back. */
export async function makeRoundTrip(stage: Stage): Promise<RoundTrip> {
  const receiver = await startReceiver()
  try {
    await mustSucceed(
      'configuring the webhook',
      stage.gateway.post(`/api/events/webhook/${stage.instance}`, {
        label: 'demo',
        enabled: true,
        url: receiver.url,
        events: ['message.exchange', 'form.answered'],
      }),
    )
    return await goAndReturn(stage, receiver.waitFor)
  } finally {
    await forgetWebhook(stage)
    receiver.close()
  }
}

/** The receiver ends with us: a kept instance must not go on calling it. */
async function forgetWebhook({ gateway, instance }: Stage): Promise<void> {
  await gateway.post(`/api/events/webhook/${instance}`, { label: 'demo', enabled: false }).catch(() => {})
}

async function goAndReturn(stage: Stage, waitFor: Awaited<ReturnType<typeof startReceiver>>['waitFor']) {
  const startedAt = performance.now()
  const sent = await mustSucceed(
    'sending the form',
    stage.gateway.post(`/api/message/form/${stage.instance}`, {
      number: stage.phone,
      message: 'Olá! Para terminar o seu cadastro, toque no botão e preencha os dados.',
      formName: 'demo',
    }),
  )
  const { messageId, flowToken } = sent['data'] as { messageId: string; flowToken: string }
  await waitForMessage(stage, messageId)
  const delivered = waitFor((event) => isAnswerTo(event, messageId))
  await mustSucceed(
    'answering on the phone',
    stage.sandbox.post(`/control/phones/${stage.phone}/answer`, { messageId, values: ANSWER, shape: 1 }),
  )
  const query = `messageId=${messageId}&wait=${TIMEOUT_MS / 1000}`
  const read = await mustSucceed('reading the answer', stage.gateway.get(`/api/form/get/${stage.instance}?${query}`))
  const form = read['form'] as { state: string; answers: unknown }
  if (form.state !== 'answered') throw new Error(`The answer did not arrive; the form is ${form.state}.`)
  const webhook = await withTimeout(delivered)
  if (!webhook) throw new Error('The answer did not reach the webhook.')
  const tookMs = Math.round(performance.now() - startedAt)
  return { messageId, flowToken, state: form.state, answers: form.answers, webhook, tookMs }
}

/** Invented values; the document has valid check digits and belongs to nobody. */
const ANSWER = {
  full_name: 'Ana Souza',
  phone_number: '11 98765-4321',
  email: 'ana@exemplo.com.br',
  cpf_or_cnpj: '111.444.777-35',
  cep: '01001-000',
  state: 'SP',
  city: 'São Paulo',
  neighborhood: 'Sé',
  street_and_number: 'Praça da Sé, 1',
  complement: 'sala 2',
}

async function waitForMessage(stage: Stage, messageId: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS
  let after = 0
  while (Date.now() < deadline) {
    const page = await mustSucceed(
      'looking at the phone',
      stage.sandbox.get(`/control/phones/${stage.phone}/messages?after=${after}&waitMs=2000`),
    )
    if ((page['messages'] as { id: string }[]).some((message) => message.id === messageId)) return
    after = page['seq'] as number
  }
  throw new Error('The form did not reach the phone.')
}

function isAnswerTo(event: Record<string, unknown>, messageId: string): boolean {
  const data = event['data'] as { form?: { messageId?: string } } | undefined
  return event['event'] === 'form.answered' && data?.form?.messageId === messageId
}

async function withTimeout(delivered: Promise<unknown>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, TIMEOUT_MS, false).unref())
  return Promise.race([delivered.then(() => true), late])
}
