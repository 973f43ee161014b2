import { type ProblemWords, whole, withDetail } from './known-problem.ts'

export const english: ProblemWords = {
  refused: 'The gateway refused this',
  unexpected: 'Something went wrong on this page. Reload it; if it happens again, tell who looks after the gateway.',
  retryAfter: (time) => `You can try again in ${time}.`,
  byCode: {
    offline: whole('The gateway does not answer', 'It is asked again until it does; nothing you see is lost.'),
    unknown: withDetail(
      'The answer was not understood',
      'Something between you and the gateway may have answered in its place, a proxy for example. Try again.',
    ),

    token_invalid: whole('This token opens nothing here', 'Check that it was copied whole.'),
    token_missing: whole('You are not signed in', 'Sign in again.'),
    session_ended: whole('Your session has ended', 'Sign in again.'),
    sign_in_throttled: whole('Too many failed attempts from here', 'Wait, then sign in with the right token.'),
    token_other_instance: whole(
      'Your token does not open this instance',
      'Sign in with the token of this instance, or with the one of the account.',
    ),
    token_taken: whole('This token cannot be used', 'Choose another one, or leave it empty: then one is made for you.'),
    origin_refused: whole(
      'The gateway does not know this address of the console',
      'Open the console at the address that the gateway was set up for.',
    ),

    rate_limited: whole('Too many requests at once', 'Wait a moment.'),
    too_many_waiting: whole('Too many requests are waiting already', 'Wait a few seconds and try again.'),
    too_many_sockets: whole(
      'Too many pages and programs are listening to this instance',
      'Close other tabs of this console.',
    ),
    request_timeout: whole('What you sent took too long to arrive', 'Check your connection and try again.'),
    body_too_large: whole('This is too much at once', 'Shorten the texts, or take out some fields.'),
    headers_too_large: whole(
      'Your browser sent too much along',
      'Delete the cookies of this address in your browser and sign in again.',
    ),
    request_invalid: withDetail('Something in it is not right', 'Correct what is named here and try again.'),
    route_not_found: whole(
      'The gateway does not know this request',
      'The page may be older than the gateway: reload it.',
    ),

    instance_not_found: whole('There is no such instance', 'It may have been deleted, or belong to another account.'),
    instance_name_required: whole('The instance has no name yet', 'Type one.'),
    instance_name_taken: whole('An instance has this name already', 'Choose another name.'),
    instance_quota_exceeded: whole(
      'Your account may not have more instances',
      'Delete one that you do not need, or ask who looks after the gateway for more.',
    ),
    instance_exported: whole(
      'This instance was moved to another gateway',
      'It must not run in two places. When the copy is gone, the operator brings it back with `formwire instance resume`.',
    ),
    proxy_refused: withDetail(
      'This proxy may not be used',
      'Its address must be a public one. The operator can allow others.',
    ),

    instance_not_connected: whole(
      'This number is not connected to WhatsApp',
      'Link or reconnect it on its page, then try again.',
    ),
    instance_not_linked: whole('This instance has no number yet', 'Link one on its page first.'),
    instance_needs_passkey: whole(
      'This WhatsApp account asks for a passkey to link a device',
      'Only WhatsApp’s own apps can give one. Use a number whose account does not ask for it.',
    ),
    number_linked_elsewhere: whole(
      'This number is linked to another instance of yours already',
      'Use that one, or log it out first.',
    ),
    number_refused: whole(
      'This number cannot be linked here',
      'On its phone, open Linked devices in WhatsApp, remove the devices there and try again.',
    ),
    link_failed: withDetail(
      'The number could not be linked',
      'Try again with a new code; keep the phone open meanwhile.',
    ),
    link_timeout: whole(
      'WhatsApp gave no code in time',
      'Try again. If it stays so, check the way to WhatsApp or the proxy.',
    ),

    number_required: whole('There is no number yet', 'Type whom it is for.'),
    number_invalid: withDetail(
      'This number cannot be written to',
      'Write it with country and area code, digits only, and check that the person uses WhatsApp.',
    ),
    message_required: whole('The message is empty', 'Type what the person shall read.'),
    reply_message_not_found: whole(
      'The message to reply to is not here',
      'It may have been erased. Send without a reply, or choose another message.',
    ),
    reply_other_instance: whole(
      'The message to reply to belongs to another number',
      'Send from that number, or without a reply.',
    ),
    private_reply_failed: withDetail('A private reply is not possible here', 'Send to the person directly.'),
    send_failed: withDetail('The message did not go out', 'Look at the reason before you try again.'),
    account_restricted: withDetail(
      'WhatsApp does not let this number write first to strangers now',
      'Wait until the time below is over. People who wrote to you can still be written to.',
    ),
    idempotency_mismatch: whole(
      'This was sent before with other contents',
      'Look among the answers whether it went out, then send anew.',
    ),

    form_not_found: whole('There is no such form', 'It may have been erased.'),
    answer_not_found: whole('There is no such answer', 'It may have been erased.'),
    message_not_found: whole('There is no such message', 'It may have been erased.'),

    export_not_found: whole('This export is no longer known', 'Start it again.'),
    export_id_taken: whole('This export is being written already', 'Wait until it is done, or start another one.'),

    webhook_not_found: whole('There is no such webhook', 'It may have been taken away. Reload the page.'),
    webhook_switched_off: whole('This webhook is switched off', 'Switch it on first.'),
    webhook_limit_reached: whole(
      'Three webhooks are switched on already',
      'Switch one off before you switch on another.',
    ),
    address_refused: withDetail(
      'This address may not be called',
      'It must be a public http or https address. The operator can allow others.',
    ),
    delivery_not_found: whole('There is no such delivery', 'Deliveries are kept for a while only.'),

    store_failed: whole(
      'The gateway cannot write right now; nothing was lost',
      'Its disk may be full. Try again soon.',
    ),
    shutting_down: whole('The gateway is being restarted', 'Try again in a moment.'),
    internal_error: whole(
      'Something failed in the gateway',
      'Try again. If it stays so, its log tells the operator more.',
    ),
  },
}
