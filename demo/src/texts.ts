import type { RoundTrip } from './round-trip.ts'
import type { Stage } from './stage.ts'
import type { World } from './world.ts'

/** What a person reads when everything is up. */
export function welcome(world: World, stage: Stage): string {
  return `
Formwire is up, with a WhatsApp made for trying: nothing leaves this machine.

  The customer's phone   ${world.pageUrl}/?phone=${stage.phone}
  API documentation      ${world.baseUrl}/docs
  Console                ${world.baseUrl}/

Send a form to that phone:

  curl -X POST ${world.localUrl}/api/message/form/${stage.instance} \\
    -H 'token: ${stage.instanceToken}' -H 'content-type: application/json' \\
    -d '{"number":"${stage.phone}","message":"Hello! Please fill in your details."}'

Then open the phone, tap the button, fill in the form, and watch the answer arrive here.
Events (Ctrl-C ends):
`
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
