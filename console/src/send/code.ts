import type { SendBody } from './body.ts'

/** Where the call goes; the token never stands in what is shown. */
export interface Call {
  origin: string
  instance: string
  body: SendBody
}

const TOKEN = '$TOKEN'

const urlOf = ({ origin, instance }: Call) => `${origin}/api/message/form/${encodeURIComponent(instance)}`

/**
 * The call as a POSIX shell runs it. JSON escapes control characters itself, so that single quotes are all that the
 * shell could take amiss.
 */
export function curlOf(call: Call): string {
  return [
    `curl -X POST ${quoted(urlOf(call))}`,
    `  -H "token: ${TOKEN}"`,
    `  -H "Idempotency-Key: $(uuidgen)"`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${quoted(JSON.stringify(call.body, null, 2))}`,
  ].join(' \\\n')
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The call as TypeScript for Node or a browser: JSON is a literal of the language. */
export function typescriptOf(call: Call): string {
  const body = JSON.stringify(call.body, null, 2).replaceAll('\n', '\n  ')
  return `const response = await fetch(${JSON.stringify(urlOf(call))}, {
  method: 'POST',
  headers: { token: '${TOKEN}', 'Idempotency-Key': crypto.randomUUID(), 'Content-Type': 'application/json' },
  body: JSON.stringify(${body}),
})
const answer = await response.json()
if (!response.ok) throw new Error(answer.error.message)
console.log(answer.data.messageId)
`
}
