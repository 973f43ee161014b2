export const english = {
  sections: 'Sections of the events',
  webhooks: 'Webhooks',
  deliveries: 'Deliveries',
  live: 'Live',
  types: {
    'message.exchange': {
      name: 'Messages',
      tells: 'Every message that comes in or goes out. The answer to a form is one of them, with its values.',
    },
    'message.status': { name: 'Message status', tells: 'A message was sent, arrived, was read, or failed.' },
    'instance.state': {
      name: 'State of the number',
      tells: 'The number was linked, lost its connection or came back.',
    },
    'call.update': { name: 'Calls', tells: 'Somebody calls the number; the call was taken, missed or rejected.' },
    'group.flow': { name: 'Groups', tells: 'Part of the original contract; this gateway does not send it yet.' },
    'label.update': { name: 'Chat labels', tells: 'Part of the original contract; this gateway does not send it yet.' },
    'form.answered': { name: 'Form answered', tells: 'Somebody filled in a form: the form and its typed answer.' },
    'form.sent': { name: 'Form sent', tells: 'A form went out.' },
    'form.status': { name: 'Form status', tells: 'A form arrived, was read, or could not be sent.' },
    'form.expired': { name: 'Form expired', tells: 'The time for an answer is over, and none came.' },
    'webhook.paused': {
      name: 'Webhook paused',
      tells: 'Another webhook of this instance was paused because its receiver failed for five days.',
    },
    'webhook.test': { name: 'Test', tells: 'A test that somebody asked for. It comes without being chosen.' },
  },
  states: { pending: 'Waiting', delivered: 'Arrived', dead: 'Given up', cancelled: 'Cancelled' },
  stateHelp: {
    pending: 'It has not arrived yet, and is tried again by itself.',
    delivered: 'The receiver answered with 2xx.',
    dead: 'All attempts failed. It is not tried again unless you send it again.',
    cancelled: 'Its webhook was switched off before it arrived.',
  },
  /** Why no HTTP status came. */
  failures: {
    address_refused: 'The address is private, and the gateway may not call it',
    aborted: 'The call was broken off',
    timeout: 'No answer within 15 seconds',
    name_not_found: 'The name in the address is not known (DNS)',
    connection_refused: 'Nothing listens at the address',
    tls_failed: 'The certificate of the address was not accepted (TLS)',
    connection_failed: 'The connection broke',
    internal_error: 'The gateway could not make the call',
  } as Record<string, string>,
  failed: 'The call failed',
  /** What an HTTP status of a receiver means for a delivery. */
  status: {
    taken: 'taken',
    redirect: 'a redirect, which is not followed',
    unauthorized: 'the receiver refused the credentials or the signature',
    notFound: 'nothing is at this address of the receiver',
    gone: 'the receiver wants no more: that switches the webhook off',
    tooLarge: 'the receiver finds the body too large',
    tooMany: 'the receiver wants a pause',
    refused: 'the receiver refused it',
    broken: 'the receiver failed inside',
    other: 'not one of 2xx',
  },
  problems: {
    webhook_switched_off: {
      what: 'This webhook is switched off',
      helps: 'Switch it on first, then try again.',
    },
    webhook_not_found: { what: 'This webhook is not there any more', helps: 'Reload the list.' },
    delivery_not_found: {
      what: 'A delivery is not there any more',
      helps: 'Deliveries are kept for a time that the operator sets, 30 days unless told otherwise.',
    },
    webhook_limit_reached: {
      what: 'Three webhooks are switched on, and that is the most',
      helps: 'Switch one off first. One that is paused counts too.',
    },
    too_many_waiting: { what: 'Too many calls are being waited for', helps: 'Wait until one of them is over.' },
  } as Record<string, { what: string; helps: string }>,
}

export type EventsWords = typeof english
