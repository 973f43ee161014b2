import { toIso } from '../../kernel/clock.ts'

/** An event as it is stored. `data` is JSON text. */
export interface KeptEvent {
  seq: number
  id: string
  instanceId: string
  type: string
  /** Unix milliseconds. */
  at: number
  data: string
}

/** `instanceData` of the envelope; the token only where the operator asked for it. */
export interface InstanceWords {
  baseUrl: string
  instance: string
  token?: string
}

/** The envelope of every event as text: the same bytes on every attempt and channel. Pure. */
export function writeEnvelope(event: KeptEvent, words: InstanceWords): string {
  const head = JSON.stringify({ id: event.id, event: event.type, timestamp: toIso(event.at), version: 1 })
  return `${head.slice(0, -1)},"data":${event.data},"instanceData":${JSON.stringify(words)}}`
}

/** Where an event is posted: with `byEvents` its type ends the path, and a query stays behind it. Pure. */
export function targetOf(url: string, byEvents: boolean, type: string): string {
  if (!byEvents) return url
  const target = new URL(url)
  target.pathname = `${target.pathname.replace(/\/+$/, '')}/${type}`
  return target.href
}
