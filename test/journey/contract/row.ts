import { expect } from 'vitest'
import type { PhoneMessage } from '../shop.ts'
import type { World } from './world.ts'

/** One thing that the contract says, and how it is seen over HTTP and on the phone. */
export interface Row {
  /** What the contract says, as a sentence. */
  says: string
  method?: 'GET' | 'POST' | 'DELETE'
  /** Default: `/api/message/form/shop`. */
  path?: Given<string>
  /** TokenInstance of `shop` by default; null: none. */
  token?: Given<string | null>
  headers?: Record<string, string>
  /** Beside `number` of Ana and a `message`, for sends; `undefined` leaves one of them out. */
  body?: Given<Record<string, unknown>>
  /** Instead of a JSON body: bytes as they are, with the content type of `headers`. */
  raw?: string
  status: number
  /** What the answer holds at least; a function asserts by itself. */
  answer?: Given<Record<string, unknown>>
  /** What Ana's phone gets. */
  phone?: (message: PhoneMessage, world: World) => void
}

export type Given<Value> = Value | ((world: World) => Value)

export function resolve<Value>(given: Given<Value>, world: World): Value {
  return typeof given === 'function' ? (given as (world: World) => Value)(world) : given
}

/** An error of the catalogue as callers get it. */
export function failure(message: unknown, status?: string): Record<string, unknown> {
  return { success: false, error: { message }, ...(status === undefined ? {} : { status }) }
}

/** A refused field, named. */
export function wrongField(
  path: string,
  says: string,
  body: Given<Record<string, unknown>>,
  row: Partial<Row> = {},
): Row {
  const about = expectText(`Invalid request: ${path} `)
  return {
    says,
    body,
    status: 400,
    answer: { success: false, error: { message: about, code: 'request_invalid', details: [{ path }] } },
    ...row,
  }
}

/** Any text that begins so. */
export function expectText(beginning: string): unknown {
  return expect.stringMatching(new RegExp(`^${beginning.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`))
}
