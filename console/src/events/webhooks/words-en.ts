export const english = {
  intro:
    'A webhook is an address of yours. The gateway posts every event to it as it happens, and tries again for about two days when your address does not answer.',
  add: 'Add a webhook',
  list: 'Webhooks of this instance',
  emptyTitle: 'No webhook yet',
  empty:
    'With a webhook, your own system gets the answers to your forms a moment after they come in. You need an address (URL) that takes a POST with JSON; whoever builds your system has one. Without it you miss nothing here: answers are on their own page, and events under “Live”.',
  sample: 'This is what arrives when somebody answers a form (invented data)',
  docs: 'All event types and their fields, in the API documentation',
  limit:
    'Three webhooks are switched on, and that is the most. Switch one off to add another; a paused one counts too.',
  states: {
    on: 'On',
    failing: 'On, but failing',
    'paused-by-hand': 'Paused',
    'paused-for-failures': 'Paused by itself',
    off: 'Off',
    gone: 'Switched off by its receiver',
  },
  failing: (since: string) =>
    `Every attempt since ${since} failed. After five days of that it is paused; nothing is lost until then. Look at its deliveries to see what the receiver answers.`,
  pausedByHand: (since: string) =>
    `Paused since ${since}. Nothing is posted; what happens waits, and goes out in order when you resume it.`,
  pausedForFailures: (since: string, failing: string) =>
    `Since ${since} nothing is posted, because every attempt failed for five days (since ${failing}). What happens waits. Repair the receiver, test it here, then resume it: all that waits goes out at once, the oldest first.`,
  off: 'It gets nothing, and its settings are cleared. Its label and secret are kept.',
  gone: 'Its receiver answered 410 (“gone”). What waited was cancelled. When the receiver is ready again, switch it on and send again what was cancelled.',
  url: 'Address',
  none: 'none',
  events: 'Events',
  theSix: 'The six by default',
  authorization: 'Authorization',
  authorizationSet: 'A header is sent (hidden)',
  authorizationNone: 'No header is sent',
  perType: 'One address per event',
  perTypeOn: 'Yes: the event type is added to the path',
  waiting: 'Waiting deliveries',
  waitingCount: (count: string) => count,
  waitingMore: (count: string) => `more than ${count}`,
  deliveriesOf: (label: string) => `Deliveries of ${label}`,
  test: 'Test',
  edit: 'Edit',
  pause: 'Pause',
  resume: 'Resume',
  rotate: 'New secret',
  switchOff: 'Switch off',
  switchOn: 'Switch on',
  of: (label: string) => `the webhook ${label}`,
  paused: (label: string) => `${label} is paused. What happens waits for it.`,
  resumed: (label: string) => `${label} goes on; what waited goes out now, the oldest first.`,
  switchedOff: (label: string) => `${label} is switched off.`,
  saved: (label: string) => `${label} is saved.`,
  testing: 'Posting a test… The receiver has 15 seconds to answer.',
  testTitle: 'Test',
  testArrived: (status: number, ms: string) => `It arrived: the receiver answered ${status} after ${ms} ms.`,
  testFailed: (status: number, ms: string, why: string) =>
    `It did not arrive: the receiver answered ${status} after ${ms} ms (${why}).`,
  testUnreached: (why: string) => `It did not arrive: ${why}.`,
  testEnded: 'It was not posted: the webhook was changed meanwhile. Test it again.',
  testResponse: (label: string) => `What the receiver of ${label} said`,
  testSilent: 'The receiver said nothing more.',
  testMore: 'The whole delivery',
  close: 'Close',
  editor: {
    add: 'Add a webhook',
    edit: (label: string) => `Edit ${label}`,
    switchOn: (label: string) => `Switch on ${label}`,
    label: 'Label',
    labelHint: 'A short name for you, for example “crm”. It cannot be changed later.',
    url: 'Address (URL)',
    urlHint: 'Events are posted there, by http or https. It must be public on the internet.',
    urlMoves: 'What waits goes to the new address.',
    authorization: 'Authorization header',
    authorizationHint:
      'Optional. Sent as it is in the header Authorization, for receivers that want a password or token: “Bearer …”.',
    reveal: 'Show it',
    byEvents: 'An address for each event type',
    byEventsHint: (example: string) => `The type is added to the path: ${example}`,
    events: 'Events',
    theSix: 'The six by default',
    theOthers: 'Only when chosen',
    chooseSix: 'Choose the six by default',
    chooseForms: 'Choose only forms and their answers',
    save: 'Save',
    create: 'Add',
    resumes: 'It is paused because its receiver failed. Saving resumes it: all that waits goes out at once.',
    staysPaused: 'It is paused. Saving leaves it paused.',
    cleared: 'Its settings were cleared when it was switched off: fill them in again. Its secret is still the same.',
    faults: {
      'label-missing': 'Give it a label.',
      'label-long': 'At most 100 characters.',
      'label-taken': 'Another webhook has this label. Choose another one, or edit that webhook.',
      'label-taken-off': 'A webhook with this label is switched off. Choose another one, or switch that webhook on.',
      'url-missing': 'Give the address.',
      'url-wrong': 'This is not an address. It begins with https:// or http://.',
      'url-long': 'At most 4,096 characters.',
      'url-credentials': 'Do not put a user name or password into the address; use the Authorization header.',
      'authorization-wrong': 'A header takes only plain characters: check for typographic quotes or line breaks.',
      'events-none': 'Choose at least one.',
    },
    addressPrivate:
      'This address is in a private network, or on the gateway’s own machine; such addresses are not called. Use a public one. If it has to be this one, the operator of the gateway can open it with the setting EGRESS_ALLOW.',
    refused: 'The gateway refused this:',
  },
  secret: {
    title: (label: string) => `Secret of ${label}`,
    made: 'The webhook is there. This is its secret; it is shown only now.',
    replaced:
      'The webhook was there already, made by somebody else meanwhile; it is configured as you wrote, and its secret is the same as before.',
    rotated: 'This is the new secret; it is shown only now.',
    keep: 'Copy it into your receiver’s settings, never into its code. If it is lost, make a new one.',
    secret: 'Secret',
    how: 'How to check a signature',
    howText:
      'Every delivery is signed as Standard Webhooks describe (standardwebhooks.com); there are libraries for JavaScript, Python, Go, Java, PHP, Ruby, Rust and C#. Check the bytes as they came, before you parse them. For example in Node:',
    done: 'I have kept it',
  },
  rotation: {
    title: (label: string) => `A new secret for ${label}`,
    text: 'For 24 hours both sign: every delivery carries a signature of the new secret and one of the old, and libraries accept either. Give the receiver the new one within that time; after it the old one signs no more.',
    leaked: 'If the old secret leaked, take it out of the receiver as soon as the new one is in.',
    go: 'Make a new secret',
  },
  switching: {
    title: (label: string) => `Switch off ${label}?`,
    text: 'From then on nothing is posted. The address, the authorization and the chosen events are cleared; its label and secret are kept.',
    cancels: (count: number, isMore: boolean) =>
      isMore
        ? `More than ${count} deliveries wait: they are cancelled.`
        : count === 0
          ? 'Nothing waits at the moment.'
          : count === 1
            ? 'One delivery waits: it is cancelled.'
            : `${count} deliveries wait: they are cancelled.`,
    later:
      'What is cancelled can be sent again once the webhook is on again. To stop only for a while, pause it: nothing is cleared or cancelled then.',
    pauseInstead: 'Pause instead',
    go: 'Switch off',
  },
}

export type WebhookWords = typeof english
