import { z } from 'zod'
import { problem } from '../kernel/errors.ts'
import { answerOnce, readCall, sendReplySchema } from '../message/index.ts'
import type { App } from '../platform/http/index.ts'
import { type FindFormDeps, findForm } from './find-form.ts'
import { sendFormSchema } from './schema.ts'
import { formReplySchema, getFormSchema } from './schema-form.ts'
import { type SendFormDeps, sendForm } from './send-form.ts'

const params = z.object({ instance: z.string() })

/** `/api/message/form` and `/api/form`. */
export function registerFormRoutes(app: App, deps: SendFormDeps & FindFormDeps): void {
  app.post(
    '/api/message/form/:instance',
    {
      schema: {
        tags: ['Forms'],
        summary: 'Send a form',
        description: 'Sends a message with a button that opens a native form. The answer comes back by event and here.',
        params,
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
      schema: {
        tags: ['Forms'],
        summary: 'Read a form and its answers',
        description:
          'By message id, or the newest with a token. With `wait` the call is held until an answer is there.',
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
