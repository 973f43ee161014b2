import type { RoundTrip } from './round-trip.ts'
import type { Stage } from './stage.ts'
import type { World } from './world.ts'

/** What a person reads when everything is up. On a terminal the account's token stands in it, else where it is. */
export function welcome(world: World, stage: Stage, isTerminal: boolean): string {
  return `
Formwire is up, with a WhatsApp made for trying: nothing leaves this machine.

  Console                ${world.baseUrl}/${world.hasConsole ? '' : '   (not built yet: npm run build:console)'}
  Sign in with           ${signIn(world, isTerminal)}
  The customer's phone   ${world.pageUrl}/?phone=${stage.phone}
  API documentation      ${world.baseUrl}/docs

Send a form to that phone, ${stage.phone}, from the instance "${stage.instance}" in the console, or like this:

  curl -X POST ${world.localUrl}/api/message/form/${stage.instance} \\
    -H 'token: ${stage.instanceToken}' -H 'content-type: application/json' \\
    -d '{"number":"${stage.phone}","message":"Hello! Please fill in your details."}'

Then open the phone, tap the button, fill in the form, and watch the answer arrive in the console and here.
Events (Ctrl-C ends):
`
}

function signIn({ accountToken, accountTokenFile }: World, isTerminal: boolean): string {
  if (accountTokenFile === null) return 'the account token that you gave as ACCOUNT_TOKEN'
  return isTerminal ? accountToken : `the account token in ${accountTokenFile}`
}

/** An event as one readable block. */
export function eventText(event: Record<string, unknown>): string {
  return `\n${String(event['timestamp'])}  ${String(event['event'])}\n${JSON.stringify(event['data'], null, 2)}\n`
}

/** The outcome of `--auto` for a person. */
export function outcomeText(trip: RoundTrip): string {
  return `
The form went out, the phone filled it in, and the answer came back in ${trip.tookMs} ms:

${JSON.stringify(trip.answers, null, 2)}

State: ${trip.state}. Message: ${trip.messageId}. The webhook got it too.
`
}

/** The line of `--json` when everything is up. */
export function readyLine(world: World, stage: Stage): string {
  return `${JSON.stringify({
    baseUrl: world.baseUrl,
    accountToken: world.accountToken,
    instance: stage.instance,
    instanceToken: stage.instanceToken,
    phone: stage.phone,
    controlUrl: world.controlUrl,
    pageUrl: world.pageUrl,
  })}\n`
}
