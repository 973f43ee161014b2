/** `n` is the number as it is written, `rule` which plural it takes. */
type Counted = (n: string, rule: Intl.LDMLPluralRule) => string

const count =
  (one: string, other: string): Counted =>
  (n, rule) =>
    `${n} ${rule === 'one' ? one : other}`

export const english = {
  title: 'Overview',
  answers: count('answer', 'answers'),
  days: count('day', 'days'),

  filters: 'What is counted',
  period: 'Period',
  periods: {
    week: '7 days',
    month: '30 days',
    quarter: '90 days',
    year: '1 year',
    all: 'All',
    own: 'Own dates',
  },
  from: 'First day',
  to: 'Last day',
  turnedRound: 'The first day is after the last. Swap them.',
  daysOf: (zone: string) => `Days as in ${zone}, to the whole hour. A form counts on the day it was made.`,
  source: 'Source',
  sourceHint: 'The tag that the call brought along',
  formType: 'Kind of form',
  formName: 'Name of the form',
  every: 'All',
  onlyMost: 'The 50 with most forms',
  clear: 'Clear filters',
  counting: 'Counting…',

  emptyTitle: 'Nothing was sent in this period',
  emptyEver: 'No form has been sent yet',
  emptyNarrowed: 'No form fits what you chose here. Clear the filters, or look at a longer period.',
  emptyPeriod: 'There may be forms before it: look at a longer period, or send a form now.',
  emptyAll: 'When you send a form, you see here how many people got it, read it and answered.',
  showAllTime: 'Show everything',
  sendForm: 'Send a form',

  made: 'Forms made',
  answered: 'Answered',
  ofSent: (percent: string) => `${percent} of sent`,
  answersCame: 'Answers received',
  answersCameHint: 'In this period, also of forms made earlier, and corrections',
  median: 'Typical time to answer',
  medianIs: (duration: string) => `Half of the answers came within about ${duration}`,
  medianNone: 'Nobody has answered yet',

  funnel: 'How far the forms came',
  funnelCaption: 'How many of the sent forms were delivered, read and answered',
  step: 'Step',
  number: 'Number',
  shareOfSent: 'Of sent',
  shareOfBefore: 'Of the step before',
  steps: { sent: 'Sent', delivered: 'Delivered', read: 'Read', answered: 'Answered' },
  stepHints: {
    sent: 'WhatsApp took the form',
    delivered: 'It reached a phone or computer',
    read: 'Read, or hidden: people may switch read receipts off. Who answers has read.',
    answered: 'The form was filled in and sent back',
  },
  notOpened: 'How many opened the form without sending it is not shown, because WhatsApp does not tell.',
  nothingSent: 'None of these forms has been taken by WhatsApp yet.',

  chart: 'Answers a day',
  chartSummary: (answers: string, days: string, best: string | null) =>
    best === null ? `${answers} in ${days}` : `${answers} in ${days}, most on ${best}`,
  also: 'Show beside them',
  sentSeries: 'Sent forms',
  failedSeries: 'Failed forms',
  answersSeries: 'Answers',
  answersBar: 'Answers (bars)',
  sentLine: 'Sent forms (solid line)',
  failedLine: 'Failed forms (dashed line)',
  showTable: 'Show as table',
  showChart: 'Show as chart',
  tableCaption: 'Answers, sent and failed forms by day, the newest first',
  day: 'Day',
  barIs: { day: '', week: 'Each bar is a week.', month: 'Each bar is a month.' },
  span: (first: string, last: string) => `${first} to ${last}`,

  rates: 'Who answers',
  ratesHint: 'Answered, of all forms made',
  bySource: 'By source',
  byType: 'By kind of form',
  byName: 'By name of the form',
  name: 'Name',
  rate: 'Rate',
  formsColumn: 'Forms',
  noSource: 'Without a source',
  noName: 'Without a name',
  only: (name: string) => `Count only ${name}`,
  showAll: (n: string) => `Show all ${n}`,
  showLess: 'Show less',

  failures: 'Why forms failed',
  failuresCaption: 'Failed forms by reason, the most frequent first',
  noFailures: 'No form of this period failed.',
  reason: 'Reason',

  states: 'Where the forms stand now',
  statesCaption: 'How many forms are in which state now',
  state: 'State',
  stateMeanings: {
    queued: 'Go out by themselves when their time comes.',
    sending: 'Handed to WhatsApp, which has not confirmed them yet.',
    sent: 'WhatsApp has them; no phone has got them yet. It may be off.',
    delivered: 'Are on the phone, and nobody has read them, or receipts are off.',
    read: 'Were read and not answered yet.',
    answered: 'The answer is here.',
    expired: 'Their time ran out before an answer came. A late answer still counts.',
    failed: 'Did not go out; the reasons are below.',
    unknown: 'The connection broke off while sending: they may have gone out. Ask before you send them again.',
  },
}

export type OverviewWords = typeof english
