import type { Events } from '../event/index.ts'
import type { Rooms } from './rooms.ts'
import type { AppOptions, StoreAndKeys } from './store-and-keys.ts'

/** What an operation of the operator finds open: by the gateway that runs, or for this one command. */
export interface OpenedGateway {
  options: AppOptions
  storeAndKeys: StoreAndKeys
  events: Events
  rooms: Rooms
  /** Whether this process is the gateway: its lines are open, and its sockets have listeners. */
  isServing: boolean
  /** Where it listens; null when it is not the gateway. */
  origin: string | null
}
