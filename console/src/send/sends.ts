import { skipToken, useQuery } from '@tanstack/react-query'
import { api, told } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { queries } from '../api/query-client.ts'
import type { paths } from '../api/schema.d.ts'
import type { SendBody } from './body.ts'

/** A form that was sent, as `/api/form` and its events tell it. */
export type SentForm = paths['/api/form/get/{instance}']['get']['responses'][200]['content']['application/json']['form']

export type SendState = SentForm['state']

export interface ToldWarning {
  field: string
  message: string
}

export type Stage =
  | { type: 'asking' }
  /** The gateway refused it, or could not be asked. */
  | { type: 'refused'; error: unknown }
  | { type: 'told'; messageId: string; state: SendState; form: SentForm | null }

/** One submission of the form. */
export interface Send {
  /** Its Idempotency-Key, which names it here too. */
  key: string
  /** Milliseconds. */
  at: number
  body: SendBody
  stage: Stage
  warnings: readonly ToldWarning[]
}

const MOST_KEPT = 20

const keyOf = (instance: string) => ['sends', instance]

/** The newest first. They live as long as the page and the session: what was sent for good is with the answers. */
export function useSends(instance: string): readonly Send[] {
  const { data } = useQuery<readonly Send[]>({ queryKey: keyOf(instance), queryFn: skipToken, gcTime: Infinity })
  return data ?? []
}

export const sendsOf = (instance: string): readonly Send[] =>
  queries.getQueryData<readonly Send[]>(keyOf(instance)) ?? []

function put(instance: string, send: Send): void {
  const others = sendsOf(instance).filter(({ key }) => key !== send.key)
  queries.setQueryData(keyOf(instance), [send, ...others].slice(0, MOST_KEPT))
}

function change(instance: string, key: string, changes: (send: Send) => Partial<Send>): void {
  const sends = sendsOf(instance).map((send) => (send.key === key ? { ...send, ...changes(send) } : send))
  queries.setQueryData(keyOf(instance), sends)
}

/**
 * Sends once: the same key with the same body sends nothing a second time, so that it may be repeated when nobody knows
 * whether it arrived. What comes of it is on the send; this never fails.
 */
export async function sendForm(instance: string, { key, body, at }: Pick<Send, 'key' | 'body' | 'at'>): Promise<void> {
  if (sendsOf(instance).some((send) => send.key === key && send.stage.type === 'asking')) return
  put(instance, { key, at, body, stage: { type: 'asking' }, warnings: [] })
  try {
    const { data } = await told(
      api.POST('/api/message/form/{instance}', {
        params: { path: { instance }, header: { 'Idempotency-Key': key } },
        body,
      }),
    )
    const stage: Stage = { type: 'told', messageId: data.messageId, state: data.state, form: null }
    change(instance, key, () => ({ stage, warnings: data.warnings ?? [] }))
    await refresh(instance, key)
  } catch (error) {
    const failed = await findFailed(instance, body, error)
    change(instance, key, () => ({ stage: failed ? toldBy(failed) : { type: 'refused', error } }))
  }
}

/** The form that a failed call left behind: its reason has a code there. Null when there is none. */
async function findFailed(instance: string, body: SendBody, error: unknown): Promise<SentForm | null> {
  if (!(error instanceof Problem) || error.code !== 'send_failed') return null
  const query = { limit: 5 }
  const call = told(api.GET('/api/form/list/{instance}', { params: { path: { instance }, query } }))
  const listed = await call.catch(() => null)
  const isIt = ({ message, failure }: SentForm) =>
    message === body.message && failure !== null && error.message.includes(failure.message)
  return listed?.forms.find(isIt) ?? null
}

const toldBy = (form: SentForm): Stage => ({ type: 'told', messageId: form.messageId, state: form.state, form })

/** Reads how a send stands; what cannot be read now is told by the next event. */
export async function refresh(instance: string, key: string): Promise<void> {
  const stage = sendsOf(instance).find((send) => send.key === key)?.stage
  if (stage?.type !== 'told') return
  const query = { messageId: stage.messageId }
  const call = told(api.GET('/api/form/get/{instance}', { params: { path: { instance }, query } }))
  const read = await call.catch(() => null)
  if (read) hearForm(instance, read.form)
}

/** Reads all of them that may still change. */
export function refreshAll(instance: string): void {
  for (const { key, stage } of sendsOf(instance)) {
    if (stage.type === 'told' && stage.state !== 'answered') void refresh(instance, key)
  }
}

/** How far a send is; what is told late or out of order never takes it back. */
export const RANK: Readonly<Record<SendState, number>> = {
  queued: 0,
  sending: 1,
  unknown: 2,
  failed: 3,
  sent: 4,
  delivered: 5,
  read: 6,
  expired: 7,
  answered: 8,
}

/** Takes in what an event or a call tells of a form; of others than those sent here nothing is kept. */
export function hearForm(instance: string, form: SentForm): void {
  const send = sendsOf(instance).find(({ stage }) => stage.type === 'told' && stage.messageId === form.messageId)
  if (send?.stage.type !== 'told' || RANK[form.state] < RANK[send.stage.state]) return
  change(instance, send.key, () => ({ stage: toldBy(form) }))
}
