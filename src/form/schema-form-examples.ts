const READING = {
  fullName: 'Ana Souza',
  phoneNumber: { e164: '+5511987654321', raw: '11 98765-4321', valid: true },
  email: { value: 'ana@exemplo.com.br', valid: true },
  cpfOrCnpj: { kind: 'cpf', digits: '52998224725', formatted: '529.982.247-25', valid: true },
  citizenshipCard: '12.345.678',
  deliveryAddress: {
    postalCode: '01001-000',
    country: 'Brasil',
    state: 'SP',
    city: 'São Paulo',
    neighborhood: 'Sé',
    street: 'Praça da Sé, 1',
    complement: 'Sala 2',
    recipientName: 'Ana Souza',
    note: 'Portaria',
    raw: { cep: '01001-000', state: 'SP', city: 'São Paulo' },
  },
  customFields: [{ label: 'Empresa', value: 'Loja da Ana' }],
  other: [{ key: 'screen_0_Date_1', label: 'Date', value: '1703257240046', display: '22/12/2023', date: '2023-12-22' }],
}

const BASE = {
  id: 'frm_1kqm3x5w82abcdefghjk',
  messageId: '3EB0A1B2C3D4E5F6071829',
  flowToken: 'lead-4711',
  formType: 'contact_details' as const,
  formName: 'cadastro',
  late: false,
  number: '5511987654321',
  chat: { jid: '5511987654321@s.whatsapp.net', lid: '240000000000001@lid', type: 'private' as const },
  message: 'Olá! Preencha os seus dados, por favor.',
  buttonLabel: 'Preencher',
  source: 'crm',
  fields: ['fullName', 'phoneNumber', 'email'],
  customFields: [{ label: 'Empresa', helperText: 'Onde você trabalha' }],
  createdAt: '2026-05-02T12:00:00.000Z',
  expiresAt: '2026-05-03T12:00:00.000Z',
}

/** Forms in examples; the people, numbers and documents in them are invented. */
export const ANSWERED = {
  ...BASE,
  state: 'answered' as const,
  failure: null,
  sentAt: '2026-05-02T12:00:01.000Z',
  deliveredAt: '2026-05-02T12:00:02.000Z',
  readAt: '2026-05-02T12:01:00.000Z',
  answeredAt: '2026-05-02T12:03:00.000Z',
  failedAt: null,
  answers: READING,
  answerCount: 1,
  revisions: [
    {
      id: 'ans_1kqm3x9982abcdefghjk',
      messageId: '3A1F0E2D3C4B5A697887',
      revision: 1,
      at: '2026-05-02T12:03:00.000Z',
      from: { jid: '5511987654321@s.whatsapp.net', lid: '240000000000001@lid', name: 'Ana Souza' },
      matchedBy: 'token' as const,
      late: false,
      answers: READING,
      raw: '{"full_name":"Ana Souza","flow_token":"lead-4711"}',
      erased: false,
    },
  ],
}

export const FAILED = {
  ...BASE,
  state: 'failed' as const,
  failure: {
    code: '463',
    message: 'WhatsApp restricts this number from writing first to people who never wrote to it',
  },
  sentAt: null,
  deliveredAt: null,
  readAt: null,
  answeredAt: null,
  failedAt: '2026-05-02T12:00:01.000Z',
  answers: null,
  answerCount: 0,
  revisions: [],
}
