import { expect } from 'vitest'
import type { TestGateway } from './gateway.ts'
import type { Receiver } from './receiver.ts'

/** `data` of an `instance.state` event. */
export interface ToldState {
  state: string
  timestamp: string
  jid?: string
  reason?: string
  until?: string
  qr?: string
}

/** Makes an instance whose `instance.state` events go to a receiver. */
export async function addTold(gateway: TestGateway, receiver: Receiver, name: string): Promise<void> {
  const body = { name, webhookURL: receiver.url, webhookEvents: ['instance.state'] }
  await gateway.call('POST', '/api/instance/new', { body })
}

/** What the receiver was told of an instance's state, in order. */
export function toldOf(receiver: Receiver, name: string): ToldState[] {
  const own = receiver.deliveries.filter(({ event }) => event.instanceData.instance === name)
  return own.map(({ event }) => event.data)
}

/** The same in words: the state, and the reason behind it. */
export function wordsOf(receiver: Receiver, name: string): string[] {
  return toldOf(receiver, name).map(({ state, reason }) => (reason === undefined ? state : `${state}: ${reason}`))
}

/** Waits until these words were told, and no other. */
export async function untilTold(receiver: Receiver, name: string, words: readonly string[]): Promise<void> {
  await expect.poll(() => wordsOf(receiver, name), { timeout: 15_000, interval: 30 }).toEqual(words)
}
