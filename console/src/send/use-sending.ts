import { useState } from 'react'
import { newId } from '../api/new-id.ts'
import { Problem } from '../api/problem.ts'
import { queries } from '../api/query-client.ts'
import type { SendBody } from './body.ts'
import { type Send, sendForm, sendsOf, useSends } from './sends.ts'

/** What the key of a submission stands for: anything edited is another submission. */
interface Submission {
  key: string
  text: string
}

export interface Sending {
  sends: readonly Send[]
  /** The send of just what is typed now; null: it was not sent as it stands. */
  current: Send | null
  /** Sends once however often it is called, until something is edited. */
  send(): void
  /** Sends the very same once more, knowingly; not while one of them is being asked for. */
  sendAgain(): void
  /** Whether `send` was asked for what had gone out already. */
  isRepeated: boolean
}

export function useSending(instance: string, body: SendBody): Sending {
  const sends = useSends(instance)
  const [repeated, setRepeated] = useState<string | null>(null)
  const text = JSON.stringify(body)
  const submission = submissionOf(instance)
  const current = submission?.text === text ? (sends.find(({ key }) => key === submission.key) ?? null) : null

  function start(key: string): void {
    setRepeated(null)
    queries.setQueryDefaults(keyOf(instance), { gcTime: Number.POSITIVE_INFINITY })
    queries.setQueryData(keyOf(instance), { key, text } satisfies Submission)
    void sendForm(instance, { key, body, at: Date.now() })
  }
  return {
    sends,
    current,
    isRepeated: current !== null && repeated === current.key,
    send() {
      // What is true now, not when the button was drawn: two clicks may come between two drawings.
      const now = submissionOf(instance)
      const same = now?.text === text ? sendsOf(instance).find(({ key }) => key === now.key) : undefined
      if (same?.stage.type === 'asking') return
      if (same && isOver(same)) setRepeated(same.key)
      else start(now?.text === text ? now.key : newKey())
    },
    sendAgain() {
      const key = submissionOf(instance)?.key
      if (sendsOf(instance).some((send) => send.key === key && send.stage.type === 'asking')) return
      start(newKey())
    },
  }
}

/** Whether asking with the same key would only bring the same outcome again. */
function isOver({ stage }: Send): boolean {
  return stage.type === 'told' || (stage.type === 'refused' && isFinal(stage.error))
}

const isFinal = (error: unknown) => error instanceof Problem && error.code === 'send_failed'

const keyOf = (instance: string) => ['submission', instance]

const submissionOf = (instance: string) => queries.getQueryData<Submission>(keyOf(instance))

const newKey = () => `console-${newId()}`
