import type { z } from 'zod'
import type { Events } from '../event/index.ts'
import type { AppOptions, Ground } from './ground.ts'
import type { Rooms } from './rooms.ts'

/** What an operation may touch. */
export interface House {
  options: AppOptions
  ground: Ground
  events: Events
  rooms: Rooms
  /** Whether this process is the gateway: its lines are open, and its sockets have listeners. */
  isServing: boolean
}

/** Something that the operator of the machine may ask for. Input and output are JSON. */
export interface Operation<Input, Output> {
  input: z.ZodType<Input>
  /** @throws Refused with one sentence */
  run(house: House, input: Input): Promise<Output>
}

export function operation<Input, Output>(
  input: z.ZodType<Input>,
  run: Operation<Input, Output>['run'],
): Operation<Input, Output> {
  return { input, run }
}
