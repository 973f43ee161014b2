import type { Answer, Form, Reading } from './told.ts'

/** An invented form, answered unless it is said otherwise. */
export function formOf(part: Partial<Form> = {}): Form {
  return {
    id: 'frm_1kqm3x5w82abcdefghjk',
    messageId: '3EB0A1B2C3D4E5F6071829',
    flowToken: 'lead-4711',
    formType: 'contact_details',
    formName: 'cadastro',
    state: 'answered',
    late: false,
    failure: null,
    number: '5511987654321',
    chat: { jid: '5511987654321@s.whatsapp.net', lid: null, type: 'private' },
    message: 'Oi',
    buttonLabel: 'Preencher',
    source: 'crm',
    fields: ['fullName'],
    customFields: [],
    createdAt: '2026-05-02T12:00:00.000Z',
    sentAt: '2026-05-02T12:00:01.000Z',
    deliveredAt: null,
    readAt: null,
    answeredAt: '2026-05-02T12:03:00.000Z',
    failedAt: null,
    expiresAt: null,
    answers: { fullName: 'Ana Souza' },
    answerCount: 1,
    ...part,
  }
}

export function answerOf(answers: Reading | null, part: Partial<Answer> = {}): Answer {
  return {
    id: 'ans_1',
    messageId: '3EB0ANSWER1',
    revision: 1,
    at: '2026-05-02T12:03:00.000Z',
    from: { jid: '5511987654321@s.whatsapp.net', lid: null, name: 'Ana' },
    matchedBy: 'token',
    late: false,
    answers,
    raw: '{}',
    erased: answers === null,
    ...part,
  }
}
