import type { WASocket } from '@whiskeysockets/baileys'
import type { Clock } from '../../../kernel/clock.ts'
import type { Device } from '../auth-store.ts'
import { askServerBy } from './ask-server.ts'
import { createBundleBook } from './bundles.ts'
import { createPeopleBook, type PeopleBook } from './people-book.ts'
import { createRelay, type RelayPrivately } from './relay.ts'
import { createTrust } from './trust.ts'

/** What a socket can do for messages that go out to people. */
export interface Sending {
  readonly people: PeopleBook
  readonly relayPrivately: RelayPrivately
}

export function createSending(baileys: WASocket, device: Device, clock: Clock): Sending {
  const askServer = askServerBy(baileys, clock)
  const people = createPeopleBook({ baileys, device, askServer })
  const bundles = createBundleBook(askServer)
  const trust = createTrust({ baileys, keys: device.keys, clock, askServer })
  return { people, relayPrivately: createRelay({ baileys, device, people, bundles, trust }) }
}
