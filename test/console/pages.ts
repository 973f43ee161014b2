import type { Furnished } from './furnish.ts'

/** A page of the console, by the address behind `#`. */
export interface ConsolePage {
  name: string
  path: string
}

/** Every page of the console with an instance that has everything. */
export function fullPages({ number, forms, deliveryId }: Furnished): ConsolePage[] {
  const of = `/i/${number.name}`
  return [
    { name: 'instances', path: '/' },
    { name: 'number', path: of },
    { name: 'send', path: `${of}/send` },
    { name: 'answers', path: `${of}/answers` },
    { name: 'answer', path: `${of}/answers/${forms.answered}` },
    { name: 'answer-with-questions', path: `${of}/answers/${forms.questions}` },
    { name: 'answer-missing', path: `${of}/answers/${forms.failed}` },
    { name: 'unmatched', path: `${of}/answers/unmatched` },
    { name: 'person', path: `${of}/answers/person` },
    { name: 'overview', path: `${of}/overview` },
    { name: 'events', path: `${of}/events` },
    { name: 'deliveries', path: `${of}/events/deliveries` },
    { name: 'delivery', path: `${of}/events/deliveries/${deliveryId}` },
    { name: 'live', path: `${of}/events/live` },
    { name: 'settings', path: `${of}/settings` },
    { name: 'nowhere', path: '/no/such/page' },
    { name: 'no-instance', path: '/i/nobody' },
  ]
}

/** The pages of an instance of which nothing is known yet. */
export function emptyPages(instance: string): ConsolePage[] {
  const of = `/i/${instance}`
  return ['', '/send', '/answers', '/overview', '/events', '/events/deliveries', '/events/live', '/settings'].map(
    (path) => ({ name: `empty ${path || 'number'}`, path: `${of}${path}` }),
  )
}
