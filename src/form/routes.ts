import { instanceParams as params } from '../instance/index.ts'
import { problem } from '../kernel/errors.ts'
import { answerOnce, readCall, SEND_ERRORS, sendHeaders, sendReplySchema } from '../message/index.ts'
import type { App } from '../platform/http/index.ts'
import type { ErasePersonDeps } from './erase-person.ts'
import type { ExportFormsDeps } from './export-forms.ts'
import { type FindFormDeps, findForm } from './find-form.ts'
import { registerEraseRoutes } from './routes-erase.ts'
import { registerExportRoutes } from './routes-export.ts'
import { registerListRoutes } from './routes-lists.ts'
import { sendFormSchema } from './schema.ts'
import { formReplySchema, getFormSchema } from './schema-form.ts'
import { type SendFormDeps, sendForm } from './send-form.ts'

const SEND_FORM = `Sends a message with a button; the person taps it, and fills in a native form without leaving the chat. It opens
in WhatsApp on Android and iOS, in WhatsApp Web and Desktop only sometimes. Forms in groups are experimental.

Answers when WhatsApp has confirmed the message, or 5 seconds after it was asked, with \`data.state\` \`sending\`: what
becomes of it is then told by events and by \`GET /api/form/get/{instance}\`. A recipient or group that WhatsApp is asked for
first may take 10 seconds more. Lengths that WhatsApp is only believed to limit are sent, with a
warning. Checked in this order: token, rate limit, instance, body, key, connection, recipient, reply.

The answer comes back as \`form.answered\`, inside \`message.exchange\`, and from \`GET /api/form/get/{instance}\`.`

export type FormRoutesDeps = SendFormDeps & FindFormDeps & Omit<ExportFormsDeps, 'book'> & ErasePersonDeps

/** `/api/message/form` and `/api/form`. */
export function registerFormRoutes(app: App, deps: FormRoutesDeps): void {
  registerSendRoutes(app, deps)
  registerListRoutes(app, deps)
  registerExportRoutes(app, deps)
  registerEraseRoutes(app, deps)
}

function registerSendRoutes(app: App, deps: SendFormDeps & FindFormDeps): void {
  app.post(
    '/api/message/form/:instance',
    {
      config: { errors: SEND_ERRORS },
      schema: {
        tags: ['Forms'],
        summary: 'Send a form',
        description: SEND_FORM,
        params,
        headers: sendHeaders,
        body: sendFormSchema,
        response: { 200: sendReplySchema },
      },
    },
    async (request, reply) => {
      const sent = await sendForm(deps, request.instance, request.body, readCall(request, 'form'))
      return answerOnce(reply, sent)
    },
  )

  app.get(
    '/api/form/get/:instance',
    {
      config: { errors: ['form_key_required', 'form_not_found', 'too_many_waiting'] },
      schema: {
        tags: ['Forms'],
        summary: 'Read a form and its answers',
        description:
          'By message id, or the newest with a token, with its newest submissions. With `wait` the call is held until an answer is ' +
          'there, at most 60 seconds; a token can hold 50 calls at once.',
        params,
        querystring: getFormSchema,
        response: { 200: formReplySchema },
      },
    },
    async (request) => {
      const { flowToken, messageId, wait } = request.query
      if (wait > 0 && !request.hold()) throw problem('too_many_waiting')
      const wanted = { flowToken, messageId, waitMs: wait * 1000, hungUp: request.hungUp }
      const form = await findForm(deps, request.instance.id, wanted)
      return { success: true as const, message: 'Form found', form }
    },
  )
}
