import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { instanceParams } from '../instance/index.ts'
import { problem } from '../kernel/errors.ts'
import type { App } from '../platform/http/index.ts'
import { socketQuery } from './schema.ts'
import type { Sockets } from './sockets.ts'

const DESCRIPTION = `Upgrades to a WebSocket, once \`POST /api/events/websocket/{instance}\` has switched it on. The token may come in a
header, or as \`?token=\` for browsers: better a ticket there, for query strings end in logs. A page's \`Origin\` must be the
gateway's own (\`BASE_URL\`, or the IP address that was called) or one of \`CORS_ORIGINS\`. At most 20 sockets an instance. The gateway's own
pages may come with a session instead (\`POST /api/session\`): theirs needs no configuration, and hears every event.

Every frame is text: one event in the envelope that webhooks get too.

\`\`\`json
{"id":"evt_00000000001wxyz4","event":"form.answered","timestamp":"2026-05-02T12:00:00.000Z","version":1,
 "data":{},"instanceData":{"baseUrl":"https://gateway.example","instance":"shop"}}
\`\`\`

With \`since\`, what is kept after that event comes first, at most 10,000, then the frame \`{"event":"replay.done"}\`
then what happened since you came, without a gap or a
double. \`"truncated":true\` in that frame says that there was more than 10,000, and the rest was left out: connect again
with the last id before that frame. The server sends
a ping every 20 seconds, and ends a socket that left two of them unanswered. Frames that you send are ignored; at most
64 KiB. No subprotocol and no compression is agreed to.

What you do not read waits in the store. A socket that takes nothing for 10 seconds while much waits for it, or lags for
a minute, is ended: connect again with \`since\`.

Close codes: 1000 it was switched off, 1001 the server stops, 1008 the token that opened it ended or the instance is gone,
1009 your frame was too large, 1011 the replay failed, 1013 too slow.`

/** The plain side of `/ws`: whoever does not ask for an upgrade is told what is missing. */
export function registerSocketRoute(app: App, deps: { sockets: Pick<Sockets, 'admit'> }): void {
  async function refusePlain(request: { raw: IncomingMessage }): Promise<never> {
    await deps.sockets.admit(request.raw)
    throw problem('websocket_upgrade_required')
  }

  app.get(
    '/ws/:instance',
    {
      config: {
        errors: [
          'token_missing_socket',
          'token_invalid',
          'session_ended',
          'token_other_instance',
          'instance_name_required',
          'instance_not_found',
          'origin_refused',
          'websocket_not_enabled',
          'websocket_upgrade_required',
          'too_many_sockets',
          'event_id_unknown',
          'event_gone',
        ],
      },
      schema: {
        tags: ['Events'],
        summary: 'Listen to events by WebSocket',
        description: DESCRIPTION,
        security: [{ token: [] }, { bearer: [] }, { session: [] }, {}],
        params: instanceParams,
        querystring: socketQuery,
        response: { 101: z.null().describe('The connection is a WebSocket now') },
      },
    },
    (request) => refusePlain(request),
  )

  app.get('/ws', { schema: { hide: true } }, (request) => refusePlain(request))
}
