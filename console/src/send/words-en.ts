import type { Kind, ReadyField, Unit } from './draft.ts'
import type { ExampleName } from './examples.ts'

const kinds: Record<Kind, { name: string; what: string }> = {
  contact_details: {
    name: 'Contact details',
    what: 'WhatsApp’s ready-made form: the person fills in name, phone, e-mail and whatever else you tick.',
  },
  registration_offer: {
    name: 'Offer with sign-up',
    what: 'The same form with an offer on top. Without any question it is a plain “yes, I want it”.',
  },
  own: {
    name: 'A flow of your own',
    what: 'For those who built a form in Meta’s tools: you paste its button parameters. Experimental.',
  },
}

const fields: Record<ReadyField, string> = {
  fullName: 'Full name',
  phoneNumber: 'Phone number',
  email: 'E-mail',
  cpfOrCnpj: 'CPF or CNPJ (Brazil)',
  citizenshipCard: 'Citizenship card (Colombia)',
  deliveryAddress: 'Delivery address',
}

const units: Record<Unit, string> = { minutes: 'minutes', hours: 'hours', days: 'days' }

const examples: Record<ExampleName, string> = {
  contact: 'Name, phone and e-mail',
  offer: 'An offer',
  own: 'A flow of your own',
}

export const english = {
  title: 'Send a form',
  kinds,
  fields,
  units,
  examples,
  examplesTitle: 'Begin with an example:',
  exampleLoaded: 'The example is filled in; the recipient stays as it was.',
  undo: 'Undo',
  startOver: 'Clear the form',
  cleared: 'The form is cleared.',
  whom: 'Who gets it',
  number: 'Number',
  numberHint: 'With the country code, in any writing: +55 11 98765-4321. A group is written as its address, …@g.us.',
  readAs: (digits: string) => `Read as ${digits}.`,
  readAsGroup: 'A group: everybody in it may answer. Forms in groups are experimental.',
  kind: 'What opens',
  bubble: 'The message',
  message: 'Message',
  messageHint: '*bold*, _italic_, ~strike~ and ```mono``` are drawn as WhatsApp draws them.',
  buttonLabel: 'Button',
  buttonHint: 'What the person taps to open the form. Left empty, it is the label that you see there.',
  headerText: 'Header',
  footerText: 'Footer',
  offerTitle: 'The offer',
  offerName: 'Name of the offer',
  offerDescription: 'What it is about',
  asksTitle: 'What the form asks',
  questionsTitle: 'Questions of your own',
  experimental: 'experimental',
  questionsHint:
    'Experimental: text questions behind the ready-made ones. They are not proven on every real phone; send one to yourself first.',
  question: (at: number) => `Question ${at}`,
  questionLabel: 'Question',
  questionHelper: 'Line below it',
  addQuestion: 'Add a question',
  questionsFull: 'These are ten, and more are not taken.',
  moveUp: (at: number) => `Move question ${at} up`,
  moveDown: (at: number) => `Move question ${at} down`,
  remove: (at: number) => `Remove question ${at}`,
  moved: (at: number) => `Now question ${at}.`,
  removed: 'Question removed.',
  params: 'Button parameters (JSON)',
  paramsHint:
    'Sent byte for byte. They need flow_id, flow_token and flow_cta. A flow that is not published, or belongs to somebody else, opens to an error on the phone.',
  paramsWhere: 'Where they come from: Meta’s Business Manager (Account tools, then Flows), or the',
  playground: 'Flows Playground',
  more: 'More options',
  formName: 'Name of the form',
  formNameHint: 'Groups answers: you can filter, count and export by it. The person does not see it.',
  source: 'Source',
  sourceHint: 'A tag of your own, kept with the form and told in its events. Left empty: api.',
  flowToken: 'Your own mark (flow token)',
  flowTokenHint: 'Comes back with the answer, such as lead-4711. Left empty, every form gets its own.',
  expiresIn: 'Expires after',
  expiresHint: 'Counted from when it goes out. A later answer still counts, marked as late. Left empty: never.',
  expiresUnit: 'Unit of time',
  replyText: 'Thanks, sent when the answer arrives',
  replyTextHint: 'A text, sent once by itself.',
  delay: 'Wait before sending (seconds)',
  delayHint: 'The chat shows “typing…” for so long; 300 at most.',
  replyTo: 'Quotes the message (message id)',
  replyToHint: 'A message that this number sent or received.',
  replyPrivate: 'When it is from a group, answer its author in private',
  technical: 'For developers',
  flowId: 'Flow id',
  flowIdHint: 'Left empty, the one that this number or server is set to.',
  flowMessageVersion: 'Flow message version',
  messageVersion: 'Message version',
  versionHint: (byDefault: string) => `Left empty: ${byDefault}.`,
  send: 'Send form',
  fixFirst: (count: number) => (count === 1 ? 'One field needs a look first.' : `${count} fields need a look first.`),
  notConnected: 'This number is not connected to WhatsApp, so nothing can be sent.',
  link: 'Link or reconnect it',
  alreadySent: 'This form has just been sent. Nothing went out a second time.',
  alreadyFailed: 'This very form has just failed, so this click did not send it again.',
  sendAgain: 'Send the same again',
  code: 'The same by the API',
  codeHint:
    'Exactly what the button sends. $TOKEN stands for the token of this instance or of your account; it is never shown here.',
  curl: 'curl',
  typescript: 'TypeScript',
}

export type SendWords = typeof english
