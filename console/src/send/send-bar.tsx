import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { Problem } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProblemNotice } from '../ui/problem-notice.tsx'
import { useWords } from '../words/language.ts'
import { progressWords } from './progress-words.ts'
import type { Sending } from './use-sending.ts'
import { sendWords } from './words.ts'

interface SendBarProps {
  instance: string
  sending: Sending
  /** Undefined until it is known; then nothing is forbidden yet. */
  lineState: string | undefined
  /** How many fields the gateway would refuse; said once sending was tried. */
  wrong: number
  onPress(): void
}

/** The button, why it cannot be pressed, and what went wrong with the last press. */
export function SendBar({ instance, sending, lineState, wrong, onPress }: SendBarProps) {
  const words = useWords(sendWords)
  const { current } = sending
  const main = useRef<HTMLButtonElement>(null)
  const isOff = lineState !== undefined && lineState !== 'connected'
  const isOver = current?.stage.type === 'told'
  const error = current?.stage.type === 'refused' ? current.stage.error : null
  const isFailed = error instanceof Problem && error.code === 'send_failed'
  const hasFailed = isFailed || (current?.stage.type === 'told' && current.stage.state === 'failed')
  function sendAgain() {
    // The button goes away while it is asked.
    main.current?.focus()
    sending.sendAgain()
  }
  return (
    <div className="flex flex-col gap-3">
      {isOff ? (
        <Notice tone="warn">
          <p id="send-off">
            {words.notConnected}{' '}
            <Link to="/i/$instance" params={{ instance }} className="font-medium underline">
              {words.link}
            </Link>
          </p>
        </Notice>
      ) : null}
      {wrong > 0 ? <Notice tone="wrong">{words.fixFirst(wrong)}</Notice> : null}
      {error === null ? null : <SendProblem error={error} />}
      {sending.isRepeated ? <Notice tone="note">{hasFailed ? words.alreadyFailed : words.alreadySent}</Notice> : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          ref={main}
          look="main"
          onClick={onPress}
          isBusy={current?.stage.type === 'asking'}
          disabled={isOff}
          aria-describedby={isOff ? 'send-off' : undefined}
        >
          {words.send}
        </Button>
        {isOver || isFailed ? (
          // The second click of a double click comes when the first may be answered already.
          <Button onClick={({ detail }) => detail > 1 || sendAgain()} disabled={isOff}>
            {words.sendAgain}
          </Button>
        ) : null}
      </div>
    </div>
  )
}

function SendProblem({ error }: { error: unknown }) {
  const { lost } = useWords(progressWords)
  if (!(error instanceof Problem) || error.code !== 'offline') return <ProblemNotice error={error} />
  return (
    <Notice tone="wrong" title={lost.what}>
      {lost.helps}
    </Notice>
  )
}
