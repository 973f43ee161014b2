import type { Connection } from '../../wire/connection.ts'
import type { BinaryNode } from '../../wire/node.ts'
import type { Device } from '../directory.ts'
import type { World } from '../world.ts'

/** What the server says to a query. */
export type IqAnswer = { type: 'result'; content?: BinaryNode[] } | { type: 'error'; code: number; text: string }

/** A query and who asks: a client that is only registering has no device yet. */
export interface IqQuestion {
  iq: BinaryNode
  device: Device | null
  connection: Connection
}

/** Answers the queries of one namespace (`xmlns`). */
export type IqHandler = (question: IqQuestion, world: World) => IqAnswer

export const done: IqAnswer = { type: 'result' }
export const itemNotFound: IqAnswer = { type: 'error', code: 404, text: 'item-not-found' }

export function result(...content: BinaryNode[]): IqAnswer {
  return { type: 'result', content }
}
