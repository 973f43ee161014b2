/** What the documentation says before the first operation. Its links stay on our own pages. */
export const INTRODUCTION = `Formwire is a WhatsApp gateway that you run yourself. Its main job is **forms**: send one with one call, and
get the answer back typed, matched to what you asked, stored, and delivered.

## From nothing to the first answer

1. Make an instance with the account's token: \`POST /api/instance/new\`. The answer holds the token of the instance.
2. Link a number: \`GET /api/instance/connect/{instance}\` gives a QR, or a pairing code with \`?number=\`.
3. Send a form: \`POST /api/message/form/{instance}\`.
4. Read its answer: \`GET /api/form/get/{instance}?messageId=…&wait=60\`, or have it delivered (see below).

## Tokens

| token | stands for | may |
| --- | --- | --- |
| TokenAccount | an account and all its instances | everything of its account |
| TokenInstance | one instance | everything on its own instance; neither make, delete nor give it another token |

Send it in the header \`token\`, or as \`Authorization: Bearer\`; in both only when they are equal. The first TokenAccount is in
the file \`account-token\` of the server's data folder. An instance of another account answers as if it did not exist.

The console signs in with a token once (\`POST /api/session\`) and is known by a cookie from then on; it counts only beside the
header \`X-Formwire: 1\`. When the session has ended, operations answer 401 \`session_ended\`.

## Requests and answers

Bodies are JSON objects of at most 1 MiB; an empty body counts as \`{}\`. \`null\` and \`""\` mean "not given", except where a field
says otherwise; digits in a string do for a number where a field says so; unknown fields are ignored. Times are ISO 8601 in
UTC. Later versions may add fields to answers and events, and never change the meaning of one.

A success is \`{"success": true, "message": "…", …}\`, with a \`status\` where it applies. Every failure, whatever its
reason, is \`{"success": false, "error": {"message": "…", "code": "…"}}\`: compare \`error.code\` or the whole \`error.message\`; both
are fixed. \`error.details\` names the wrong fields. Each operation lists all its errors, with the exact answer as example. An
address that is none answers 404 \`Route not found\` (\`route_not_found\`).

## States

An instance is \`connected\`, \`connecting\`, \`disconnected\`, \`loggedout\`, \`banned\` or \`passkey_required\`. A linked number stays
linked over a restart and connects again by itself, unless it was banned, replaced or exported: then it waits for you.

What is sent goes \`queued\` → \`sending\` → \`sent\` → \`delivered\` → \`read\` → \`answered\`, or ends \`failed\`, \`expired\` or \`unknown\`
(WhatsApp was asked, then the process died or the connection broke: it may have gone out, is never sent again by itself; a later receipt or answer moves it on). States
never go backwards. That a form was opened cannot be seen, so no state says it.

## Rate limits

Each token has 100 requests a minute, of which 20 may make instances; \`GET /health\` is free; requests without a valid token
are counted by address; the console's sessions of a token have 600 of their own. Every answer says where you stand: \`X-RateLimit-Limit\`, \`X-RateLimit-Remaining\` and
\`X-RateLimit-Reset\`, the unix second at which the count begins anew. Over the limit: 429 with \`Retry-After\`. The operator may
change the numbers; where one is switched off, its headers are left out.

## Sending once

Send a header \`Idempotency-Key\` (1 to 255 visible ASCII characters) where an operation names it, and repeat the call as
often as you like within 24 hours: the same key with the same body answers what the first call did, with
\`Idempotency-Replayed: true\`; with another body it is 409. What was refused before WhatsApp was asked is not kept, and may be
tried again under the same key.

## Where answers come from

An answer is stored before WhatsApp may forget it. It reaches you on every way that you ask for:

- **by waiting**: \`GET /api/form/get/{instance}\` with \`wait\` holds the call for up to 60 seconds;
- **by webhook**: \`POST /api/events/webhook/{instance}\`; deliveries are signed, retried for two days, and listed;
- **by WebSocket**: \`GET /ws/{instance}\`, with a replay of what was missed.

Webhooks and WebSockets get the same events, see *Webhooks* at the end of this page. This description itself is at
[/openapi.json](/openapi.json).
`

/** The groups of operations, in the order in which they are read. */
export const TAGS = [
  { name: 'Forms', description: 'Send a form; read its answers' },
  { name: 'Messages', description: 'Send other messages' },
  { name: 'Chats', description: 'Read messages back, and what became of them' },
  { name: 'Instances', description: 'Make instances, link their numbers, set them up' },
  { name: 'Events', description: 'Webhooks, WebSockets, and what was delivered' },
  { name: 'Session', description: 'How the console signs in' },
  { name: 'Operation', description: 'For whoever runs the server' },
]
