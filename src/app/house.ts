import type { Events } from '../event/index.ts'
import type { AppOptions, Ground } from './ground.ts'
import type { Rooms } from './rooms.ts'

/** The gateway's rooms, as an operation of the operator finds them. */
export interface House {
  options: AppOptions
  ground: Ground
  events: Events
  rooms: Rooms
  /** Whether this process is the gateway: its lines are open, and its sockets have listeners. */
  isServing: boolean
  /** Where it listens; null when it is not the gateway. */
  origin: string | null
}
