import type { TestGateway } from '../journey/gateway.ts'
import type { Receiver } from '../journey/receiver.ts'
import { control, type Sandbox } from '../journey/sandbox.ts'
import { answerForm, BRUNO, type LinkedNumber, linkNumber, makeInstance, makePeople, sendForm } from './people.ts'

/** Everything that pages can show of an instance: forms in many states, answers, deliveries. All of it is invented. */
export interface Furnished {
  number: LinkedNumber
  /** Message ids of forms, by what became of them. */
  forms: Record<'answered' | 'offer' | 'questions' | 'waiting' | 'failed' | 'expired', string>
  /** A delivery that arrived. */
  deliveryId: string
}

interface Place {
  gateway: TestGateway
  sandbox: Sandbox
}

const CARLA = '5531998765432'
const DIEGO = '5541991234567'
const EVA = '5551996543210'

/** Textbook documents and addresses: they belong to nobody. */
const ANA_SAID = {
  full_name: 'Ana Souza',
  phone_number: '11 98765-4321',
  email: 'ana@exemplo.com.br',
  cpf_or_cnpj: '529.982.247-25',
  cep: '01310-100',
  state: 'SP',
  city: 'São Paulo',
  neighborhood: 'Bela Vista',
  street_and_number: 'Avenida Paulista, 1000',
  complement: 'Conjunto 12',
}

/** Links `name` and lets people answer; `receiver` gets its events under the label `crm`. */
export async function furnish(place: Place, receiver: Receiver, name = 'padaria'): Promise<Furnished> {
  const { sandbox } = place
  await makePeople(place)
  await makePeople(place, { [CARLA]: 'Carla Dias', [DIEGO]: 'Diego Rocha', [EVA]: 'Eva Martins' })
  await makeInstance(place, 'filial-2')
  const number = await linkNumber(place, name, '5511940000001')
  const dead = await configure(place, name, {
    label: 'estoque',
    url: `${receiver.url}/nobody`,
    events: ['form.expired'],
  })
  const crm = await configure(place, name, { label: 'crm', url: receiver.url, events: ['form.sent', 'form.answered'] })
  for (const reply of [dead, crm]) if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))

  // The gateway looks for what is expired now and then.
  const expiring = await sendForm(place, name, { number: EVA, expiresIn: 1, formName: 'cadastro' })
  const answered = await sendForm(place, name, { formName: 'cadastro', source: 'site' })
  await answerForm(place, name, answered.messageId, { full_name: 'Ana' })
  await answerForm(place, name, answered.messageId, ANA_SAID)
  const offer = await sendForm(place, name, {
    number: CARLA,
    message: 'Temos uma condição especial para você.',
    formType: 'registration_offer',
    offerName: 'Plano família',
    offerDescription: 'Três meses pela metade do preço.',
    formName: 'oferta-de-maio',
  })
  await answerForm(place, name, offer.messageId, { full_name: 'Carla Dias', email: 'carla@exemplo.com.br' }, CARLA)
  const questions = await sendForm(place, name, {
    number: DIEGO,
    message: 'Conte um pouco sobre a sua empresa.',
    customFields: [{ label: 'Empresa', helperText: 'Onde você trabalha' }, { label: 'Cargo' }],
    formName: 'empresas',
  })
  const said = { full_name: 'Diego Rocha', Empresa: 'Oficina Horizonte', Cargo: 'Compras' }
  await answerForm(place, name, questions.messageId, said, DIEGO)
  const failed = await sendInVain(place, number)
  const waiting = await sendForm(place, name, { number: BRUNO, formName: 'cadastro', source: 'site' })
  await control(sandbox, `phones/${EVA}/answer`, {
    to: number.phone,
    flowToken: 'of-nobody',
    values: { full_name: 'Eva' },
  })
  return {
    number,
    forms: {
      answered: answered.messageId,
      offer: offer.messageId,
      questions: questions.messageId,
      waiting: waiting.messageId,
      failed,
      expired: expiring.messageId,
    },
    deliveryId: await deliveredOf(place, name),
  }
}

function configure({ gateway }: Place, name: string, webhook: object) {
  return gateway.call('POST', `/api/events/webhook/${name}`, { body: { enabled: true, ...webhook } })
}

/** A form that WhatsApp refuses. */
async function sendInVain({ gateway, sandbox }: Place, { name, phone }: LinkedNumber): Promise<string> {
  await control(sandbox, 'faults', { account: phone, nack: { code: 479 } })
  await gateway.call('POST', `/api/message/form/${name}`, {
    body: { number: BRUNO, message: 'Olá!', formName: 'cadastro' },
  })
  await control(sandbox, 'faults', {})
  const { body } = await gateway.call('GET', `/api/form/list/${name}?state=failed`)
  const [form] = body.forms
  if (form === undefined) throw new Error('no form failed')
  return form.messageId
}

async function deliveredOf({ gateway }: Place, name: string): Promise<string> {
  let id = ''
  await until('a delivery arrives', async () => {
    const query = 'label=crm&state=delivered&event=form.answered'
    const { body } = await gateway.call('GET', `/api/events/deliveries/${name}?${query}`)
    id = body.deliveries[0]?.id ?? ''
    return id !== ''
  })
  return id
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}
