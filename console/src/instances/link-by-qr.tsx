import { Button } from '../ui/button.tsx'
import { useFocusHeir } from '../ui/focus-heir.ts'
import { useWords } from '../words/language.ts'
import { Ended, Going, LinkProblem, type LinkProps, Steps, TimeLeft } from './link-parts.tsx'
import { useCode } from './use-code.ts'
import { instancesWords } from './words.ts'

/** A QR to scan, renewed as WhatsApp renews it. */
export function LinkByQr(props: LinkProps) {
  const { instance, attempt, live } = props
  const code = useCode(instance.name, attempt, live)
  const isUnderWay = attempt.phase === 'agreed' || (attempt.phase === 'going' && code.error === null)
  const heir = useFocusHeir<HTMLDivElement>(isUnderWay)
  return (
    <div ref={heir} tabIndex={-1} className="flex flex-col gap-4">
      <QrParts {...props} code={code} />
    </div>
  )
}

function QrParts({ instance, attempt, onBegin, code }: LinkProps & { code: ReturnType<typeof useCode> }) {
  const words = useWords(instancesWords)
  const { linking, error, since } = code
  const again = (label: string) => (
    <div>
      <Button look="main" onClick={() => onBegin(null)}>
        {label}
      </Button>
    </div>
  )
  switch (attempt.phase) {
    case 'idle':
      return (
        <>
          <p className="max-w-prose text-sm">{words.qrIntro}</p>
          {again(words.showQr)}
        </>
      )
    case 'agreed':
      return <Going>{words.agreed}</Going>
    case 'ended':
      return (
        <>
          <Ended reason={attempt.reason} />
          {again(words.newQr)}
        </>
      )
    case 'going':
      if (error !== null) {
        return (
          <>
            <LinkProblem error={error} instance={instance} />
            {again(words.newQr)}
          </>
        )
      }
      if (linking?.qrCodeBase64 === undefined || since === null) return <Going>{words.waiting}</Going>
      return (
        <div className="grid grid-cols-1 items-start gap-6 sm:grid-cols-[auto_1fr]">
          <img
            src={linking.qrCodeBase64}
            alt={words.qrAlt}
            // White in both themes: phones do not read an inverted code.
            className="aspect-square w-full max-w-80 rounded-xl border border-line bg-white p-2 [image-rendering:pixelated]"
          />
          <div className="flex min-w-0 flex-col gap-3">
            <Steps steps={words.qrSteps} />
            <p className="text-sm text-quiet">{words.qrRenewed}</p>
            <TimeLeft since={since} />
          </div>
        </div>
      )
  }
}
