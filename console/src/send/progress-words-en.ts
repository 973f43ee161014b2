import type { KnownFailure } from '../words/failures.ts'
import type { SendState } from './sends.ts'

export interface ProgressWords {
  title: string
  none: string
  to(recipient: string): string
  asking: string
  waiting(seconds: number): string
  /** The first step, which a form that need not wait passes too. */
  accepted: string
  explained: Record<SendState, string>
  late: string
  reached: string
  notYet: string
  openAnswer: string
  openForm: string
  warnings: string
  failed(code: string): string
  lost: KnownFailure
  older(count: number): string
}

export const english: ProgressWords = {
  title: 'What became of it',
  none: 'Nothing was sent from here yet. Send a form, and see here when it arrives, is read and is answered.',
  to: (recipient) => `To ${recipient}`,
  asking: 'Handing it to the gateway…',
  waiting: (seconds) => `The chat shows “typing…” for ${seconds} s before it goes out.`,
  accepted: 'Accepted',
  explained: {
    queued: 'It goes out when its turn has come. You may leave this page.',
    sending: 'It is on its way to WhatsApp; its confirmation is awaited.',
    sent: 'WhatsApp has it. The phone has not yet: it may be off.',
    delivered:
      'It is on the phone. “Read” follows when the chat is opened; people who hide read receipts stay at “delivered”.',
    read: 'The chat was opened. Whether the form was too, nobody can see.',
    answered: 'The answer is here.',
    failed: 'It was not sent.',
    expired: 'Its time is over. An answer that comes all the same still counts, marked as late.',
    unknown: 'The gateway stopped while it was being sent: it may have gone out. It is never sent again by itself.',
  },
  late: 'The answer came after the form had expired.',
  reached: 'reached',
  notYet: 'not yet',
  openAnswer: 'See the answer',
  openForm: 'See this form',
  warnings: 'Sent, but WhatsApp may not show it as meant:',
  failed: (code) => `It failed (${code})`,
  lost: {
    what: 'The gateway does not answer, so nobody knows yet whether it arrived there.',
    helps: 'Press “Send form” again when it is back: what had arrived is not sent a second time.',
  },
  older: (count) => (count === 1 ? 'One sent before' : `${count} sent before`),
}
