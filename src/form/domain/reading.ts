import { type AnswerField, cleanText, cleanToken } from './answer-field.ts'
import { type BrokenJson, type JsonBounds, membersOf, parseGuarded } from './json.ts'
import { mergeFields } from './reading-fields.ts'
import { type ResponseMessage, readResponseMessage } from './reading-response.ts'

/** A form answer as the engine hands it over: hostile until read. */
export interface NativeFlowReply {
  name: string
  paramsJson: string
  /** 3, 2 or absent; tells nothing about the shape of `paramsJson`. */
  version: number | null
  /** Text of the answer's bubble, in the phone's language. */
  body: string
}

/** Why nothing could be read. `response_broken`: the response message inside is unreadable, and all there is. */
export type UnreadableReason = BrokenJson | 'not_an_object' | 'response_broken'

/**
 * What an answer says. `shape`: `wrapped` has its response message inside `wa_flow_response_params`, `flat` at the top
 * level, `bare` has none.
 */
export interface AnswerReading {
  type: 'read'
  shape: 'wrapped' | 'flat' | 'bare'
  /** Version of the response message; null without a readable one. */
  responseVersion: 1 | 2 | null
  flowToken: string | null
  quotedMessageId: string | null
  /** Text of the bubble. */
  body: string
  fields: AnswerField[]
  /** `paramsJson` as it came, without NUL. At most 262144 bytes. */
  raw: string
}

/** An answer that is kept but never changes a form. */
export interface Unreadable {
  type: 'unreadable'
  reason: UnreadableReason
  /** Known when only what is nested could not be read. */
  flowToken: string | null
  quotedMessageId: string | null
  body: string
  /** The beginning of `paramsJson`, at most 4096 characters, without NUL. */
  raw: string
}

/** Bytes are Meta's own cap on `paramsJson`. */
const BOUNDS: JsonBounds = { bytes: 262_144, depth: 32, values: 20_000 }

const MOST_FIELDS = 1_000
const LONGEST_BODY = 4_096
const LONGEST_UNREADABLE_RAW = 4_096

/** What `paramsJson` holds beside answers. No other name is reserved: real fields are called `title`. */
const RESERVED = new Set(['flow_token', 'wa_flow_response_params', 'response_message', 'flow_message_version'])

/**
 * Reads a form answer in all three shapes of `paramsJson`, response message version 1 and 2. Answers at the top level
 * come first, the response message is laid over them. Pure and bounded whatever comes in; never throws.
 */
export function readAnswer(reply: NativeFlowReply, quoted: { messageId: string } | null): AnswerReading | Unreadable {
  const common = { quotedMessageId: quoted?.messageId ?? null, body: cleanText(reply.body, LONGEST_BODY) }
  const unreadable = (reason: UnreadableReason, flowToken: string | null): Unreadable => ({
    type: 'unreadable',
    reason,
    flowToken,
    ...common,
    raw: cleanText(reply.paramsJson.slice(0, LONGEST_UNREADABLE_RAW)),
  })

  const parsed = parseGuarded(reply.paramsJson, BOUNDS)
  if (parsed.type === 'broken') return unreadable(parsed.reason, null)
  const members = membersOf(parsed.value)
  if (!members) return unreadable('not_an_object', null)

  const flowToken = cleanToken(members.get('flow_token'))
  const topLevel = new Map([...members].filter(([name]) => !RESERVED.has(name)))
  if (topLevel.size > MOST_FIELDS) return unreadable('too_many_values', flowToken)
  const { shape, response } = findResponse(members)
  if (response === 'broken' && topLevel.size === 0) return unreadable('response_broken', flowToken)

  const message = response === 'broken' ? null : response
  return {
    type: 'read',
    shape,
    responseVersion: message?.version ?? null,
    flowToken,
    ...common,
    fields: mergeFields(topLevel, message?.components ?? []),
    raw: cleanText(reply.paramsJson, BOUNDS.bytes),
  }
}

interface FoundResponse {
  shape: AnswerReading['shape']
  response: ResponseMessage | 'broken' | null
}

function findResponse(members: Map<string, unknown>): FoundResponse {
  const wrapper = membersOf(members.get('wa_flow_response_params'))
  if (wrapper?.has('response_message')) return { shape: 'wrapped', response: readNested(wrapper) }
  if (members.has('response_message')) return { shape: 'flat', response: readNested(members) }
  return { shape: wrapper ? 'wrapped' : 'bare', response: null }
}

/** The response message is a JSON text; one that is an object already is taken as it stands. */
function readNested(owner: Map<string, unknown>): ResponseMessage | 'broken' | null {
  const given = owner.get('response_message')
  if (given === null || given === '') return null
  if (typeof given !== 'string') return readResponseMessage(given) ?? 'broken'
  const parsed = parseGuarded(given, BOUNDS)
  return parsed.type === 'broken' ? 'broken' : (readResponseMessage(parsed.value) ?? 'broken')
}
