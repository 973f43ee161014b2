import { CodeBlock } from '../../ui/copy.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useWords } from '../../words/language.ts'
import { webhookWords } from './words.ts'

const CHECK = `import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(process.env.WEBHOOK_SECRET)
// body: the bytes as they came, as text; throws when the signature is not right
const event = webhook.verify(body, request.headers)`

/** A secret, the one time that it is shown, and how a receiver uses it. */
export function SecretShown({ intro, secret }: { intro: string; secret: string }) {
  const { secret: words } = useWords(webhookWords)
  return (
    <>
      <Notice tone="good">
        <p>{intro}</p>
      </Notice>
      <CodeBlock label={words.secret} code={secret} />
      <p className="text-sm">{words.keep}</p>
      <h3 className="text-sm font-semibold">{words.how}</h3>
      <p className="text-sm text-quiet">{words.howText}</p>
      <CodeBlock label="Node" code={CHECK} />
    </>
  )
}
