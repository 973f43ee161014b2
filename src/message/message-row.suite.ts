import type { Message } from './store.ts'

/** A text that came in from nobody in particular, as a row. */
export function messageRow(change: Partial<Message> = {}): Message {
  return {
    id: 'msg_1',
    instance_id: 'ins_shop',
    chat_key: '5511911111111@s.whatsapp.net',
    message_id: 'M1',
    direction: 'incoming',
    type: 'text',
    content: '',
    chat_jid: '5511911111111@s.whatsapp.net',
    chat_lid: null,
    chat_name: null,
    chat_type: 'private',
    sender_jid: null,
    sender_lid: null,
    sender_name: null,
    quoted_message_id: null,
    source: '',
    state: 'received',
    failure_code: null,
    failure_message: null,
    raw: Uint8Array.of(1),
    at: 1,
    created_at: 1,
    due_at: null,
    sent_at: null,
    delivered_at: null,
    read_at: null,
    failed_at: null,
    ...change,
  }
}
