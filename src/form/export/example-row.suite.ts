import type { TypedAnswer } from '../domain/typed.ts'
import type { ExportOptions, ExportRow } from './export-row.ts'

export const OPTIONS: ExportOptions = { delimiter: ',', lang: null, timezone: 'America/Sao_Paulo' }

/** A form for tests, with one answer that has this typed reading; null: without an answer. */
export function exampleRow(answers: TypedAnswer | null = {}, name = 'Ana'): ExportRow {
  return {
    form: {
      id: 'frm_1',
      messageId: '3EB0A1',
      flowToken: 'lead-1',
      formType: 'contact_details',
      formName: null,
      state: answers === null ? 'sent' : 'answered',
      late: false,
      failure: null,
      number: '5511999999999',
      chat: { jid: '5511999999999@s.whatsapp.net', lid: null, type: 'private' },
      message: 'Olá!',
      buttonLabel: null,
      source: 'crm',
      fields: [],
      customFields: [],
      createdAt: '2026-05-02T12:00:00.000Z',
      sentAt: '2026-05-02T12:00:01.999Z',
      deliveredAt: null,
      readAt: null,
      answeredAt: null,
      failedAt: null,
      expiresAt: null,
      answers: null,
      answerCount: 1,
    },
    answer: answers && {
      id: 'ans_1',
      messageId: '3A01',
      revision: 1,
      at: '2026-05-02T12:01:00.000Z',
      from: { jid: '5511999999999@s.whatsapp.net', lid: null, name },
      matchedBy: 'token',
      late: false,
      answers: { ...answers },
      raw: '{}',
      erased: false,
    },
  }
}

/** Pages as a store would hand them out. */
export async function* pagesOf<Row>(...pages: Row[][]): AsyncGenerator<Row[]> {
  yield* pages
}
