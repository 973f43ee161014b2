import type { SendState } from './sends.ts'

export interface FailureWords {
  /** What happened. */
  what: string
  /** What helps. */
  helps: string
}

export interface ProgressWords {
  title: string
  none: string
  to(recipient: string): string
  asking: string
  waiting(seconds: number): string
  states: Record<SendState, string>
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
  /** By the code that stands with the failure: WhatsApp's number, or a word of the gateway's. */
  failures: Record<string, FailureWords>
  otherFailure: string
  lost: FailureWords
  older(count: number): string
}

export const english: ProgressWords = {
  title: 'What became of it',
  none: 'Nothing was sent from here yet. Send a form, and see here when it arrives, is read and is answered.',
  to: (recipient) => `To ${recipient}`,
  asking: 'Handing it to the gateway…',
  waiting: (seconds) => `The chat shows “typing…” for ${seconds} s before it goes out.`,
  states: {
    queued: 'Waiting',
    sending: 'Sending',
    sent: 'Sent',
    delivered: 'Delivered',
    read: 'Read',
    answered: 'Answered',
    failed: 'Failed',
    expired: 'Expired',
    unknown: 'Unknown',
  },
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
  failures: {
    '463': {
      what: 'WhatsApp restricts this number from writing first to people who never wrote to it.',
      helps:
        'Do not try again at once. Let the person write to you first (a wa.me link, say), or send to people who did; it usually ends after some hours or days.',
    },
    account_restricted: {
      what: 'WhatsApp lately refused a first message of this number, so the gateway holds first messages back for a while.',
      helps: 'People who wrote to this number before can be written to now; for others, wait.',
    },
    '479': {
      what: 'WhatsApp could not read the message.',
      helps: 'Forms in groups are not proven. To one person: try without header, footer and own questions.',
    },
    '405': {
      what: 'WhatsApp refuses this kind of message from this number.',
      helps: 'Try another number; a business account may be needed.',
    },
    no_devices: {
      what: 'WhatsApp lists no device that could read the message.',
      helps: 'Check the number, and whether that person still uses WhatsApp.',
    },
    not_connected: {
      what: 'The connection to WhatsApp was lost before the message went out.',
      helps: 'Wait until the number is connected again, and send once more.',
    },
    no_verdict: {
      what: 'WhatsApp did not confirm the message within a minute.',
      helps: 'It may have gone out all the same: ask the person before you send it again.',
    },
    engine_failed: {
      what: 'The message could not be encrypted or written.',
      helps: 'Send once more. If it happens again, reconnect the number.',
    },
    erased: {
      what: 'What the message quotes, or the person it was for, was erased before it went out.',
      helps: 'Send it anew without the quote.',
    },
  },
  otherFailure: 'WhatsApp’s own code, and nothing more is known of it. Wait a while before you try again.',
  lost: {
    what: 'The gateway does not answer, so nobody knows yet whether it arrived there.',
    helps: 'Press “Send form” again when it is back: what had arrived is not sent a second time.',
  },
  older: (count) => (count === 1 ? 'One sent before' : `${count} sent before`),
}
