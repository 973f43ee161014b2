import { type FormEvent, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy.tsx'
import { TextField } from '../ui/field.tsx'
import { useLanguage, useWords } from '../words/language.ts'
import { Ended, Going, LinkProblem, type LinkProps, Steps, TimeLeft } from './link-parts.tsx'
import { countryOf, formatNumber, type PhoneFault, readPhone } from './phone-number.ts'
import { useCode } from './use-code.ts'
import { useFocusWrong } from './use-focus-wrong.ts'
import { instancesWords } from './words.ts'

/** Eight characters to be typed into the phone whose number is given. */
export function LinkByCode({ instance, attempt, onBegin, live }: LinkProps) {
  const words = useWords(instancesWords)
  const { linking, error, since } = useCode(instance.name, attempt, live)
  const [typed, setTyped] = useState('')
  const [fault, setFault] = useState<PhoneFault | null>(null)
  const [tries, setTries] = useState(0)
  const form = useFocusWrong(error, tries)
  const isRefused = error instanceof Problem && error.code === 'number_invalid'
  const code = attempt.phase === 'going' ? linking?.pairingCode : undefined
  const isWaiting = attempt.phase === 'going' && error === null && code === undefined

  function submit(event: FormEvent) {
    event.preventDefault()
    const read = readPhone(typed)
    setFault('fault' in read ? read.fault : null)
    if ('digits' in read) onBegin(read.digits)
    else setTries(tries + 1)
  }
  if (attempt.phase === 'agreed') return <Going>{words.agreed}</Going>
  return (
    <>
      <p className="max-w-prose text-sm">{words.codeIntro}</p>
      {attempt.phase === 'ended' ? <Ended reason={attempt.reason} /> : null}
      <form ref={form} onSubmit={submit} noValidate className="flex max-w-sm flex-col items-start gap-3">
        <TextField
          label={words.phoneNumber}
          hint={<PhoneHint typed={typed} />}
          error={fault === null ? (isRefused ? words.phoneFaults.refused : null) : words.phoneFaults[fault]}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          className="w-full"
          value={typed}
          onChange={({ target }) => {
            setFault(null)
            setTyped(target.value)
          }}
        />
        <Button type="submit" look={code === undefined ? 'main' : 'plain'} isBusy={isWaiting}>
          {code === undefined && attempt.phase === 'idle' ? words.getCode : words.newCode}
        </Button>
      </form>
      {isWaiting ? <Going>{words.waiting}</Going> : null}
      {error !== null && !isRefused ? <LinkProblem error={error} instance={instance} /> : null}
      {code === undefined || since === null || attempt.phase !== 'going' ? null : (
        <div className="flex flex-col gap-4">
          <div role="status" className="flex flex-col gap-1">
            <p className="text-sm font-medium">{words.pairingCode}</p>
            <p dir="ltr" className="font-mono text-4xl font-semibold tracking-widest select-all">
              {code}
            </p>
            <p className="text-sm text-quiet">{words.codeFor(formatNumber(attempt.number ?? ''))}</p>
          </div>
          <CopyButton text={code} what={words.pairingCode} />
          <Steps steps={words.codeSteps} />
          <TimeLeft since={since} />
        </div>
      )}
    </>
  )
}

/** How a number is to be typed, and which country it seems to be of. */
function PhoneHint({ typed }: { typed: string }) {
  const words = useWords(instancesWords)
  const language = useLanguage()
  const country = countryOf(typed)
  if (country === null) return words.phoneHint
  const name = new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country
  const read = readPhone(typed)
  return words.phoneSeems(name, 'digits' in read ? formatNumber(read.digits) : typed)
}
