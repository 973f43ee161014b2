import { ASKED_BY_DEFAULT, type Draft, EMPTY } from './draft.ts'

export type ExampleName = 'offer' | 'contact' | 'own'

/**
 * The examples of the API's documentation, ready to be looked at and sent. Whom they go to is left to who sends: the
 * number of the documentation may be somebody's.
 */
export const EXAMPLES: Readonly<Record<ExampleName, Draft>> = {
  contact: {
    ...EMPTY,
    message: 'Como podemos falar com você?',
    asks: { ...ASKED_BY_DEFAULT, cpfOrCnpj: false, deliveryAddress: false },
  },
  offer: {
    ...EMPTY,
    kind: 'registration_offer',
    message: 'Garanta a sua vaga com 50% de desconto!',
    buttonLabel: 'Quero participar',
    offerName: 'Curso de Go, turma de maio',
    offerDescription: 'Acesso vitalício, com certificado',
  },
  own: {
    ...EMPTY,
    kind: 'own',
    message: 'Conte como foi a sua compra',
    buttonParamsJSON:
      '{"flow_message_version":"3","flow_id":"1234567890","flow_token":"lead-4711","flow_cta":"Abrir",' +
      '"flow_action":"navigate","flow_action_payload":{"screen":"WELCOME","data":{}}}',
  },
}

export const EXAMPLE_NAMES: readonly ExampleName[] = ['contact', 'offer', 'own']
