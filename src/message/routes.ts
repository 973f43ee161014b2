import { instanceParams as params } from '../instance/index.ts'
import type { App } from '../platform/http/index.ts'
import { answerOnce, readCall } from './read-call.ts'
import { readMessage } from './read-message.ts'
import { SEND_ERRORS, sendHeaders, sendTextSchema } from './schema.ts'
import { messageIdQuery, messageReply, statusReply } from './schema-chat.ts'
import { sendReplySchema } from './schema-reply.ts'
import { type SendTextDeps, sendText } from './send-text.ts'
import { viewMessage, viewStatus } from './view.ts'

/** `/api/message/text` and `/api/chat`. */
export function registerMessageRoutes(app: App, deps: SendTextDeps): void {
  app.post(
    '/api/message/text/:instance',
    {
      config: { errors: SEND_ERRORS },
      schema: {
        tags: ['Messages'],
        summary: 'Send a text',
        description:
          'Answers when WhatsApp has confirmed it, or 5 seconds after it was asked, with `data.state` `sending`: what becomes ' +
          'of it is then told by events and by `GET /api/chat/status/{instance}`. A recipient that WhatsApp is asked for ' +
          'first may take 10 seconds more, the page of a link 5. Checked in this order: token, rate limit, ' +
          'instance, body, key, connection, recipient, reply.',
        params,
        headers: sendHeaders,
        body: sendTextSchema,
        response: { 200: sendReplySchema },
      },
    },
    async (request, reply) => {
      const sent = await sendText(deps, request.instance, request.body, readCall(request, 'text'))
      return answerOnce(reply, sent)
    },
  )

  app.get(
    '/api/chat/getMessage/:instance',
    {
      config: { errors: ['message_id_required', 'message_not_found'] },
      schema: {
        tags: ['Chats'],
        summary: 'Read a message back',
        description: 'Any message that was sent or received by this instance. It need not be connected.',
        params,
        querystring: messageIdQuery,
        response: { 200: messageReply },
      },
    },
    async ({ instance, query }) => {
      const message = await readMessage(deps, instance.id, query.messageId, 'message_id_required')
      return {
        success: true as const,
        message: 'Message found',
        messageId: message.message_id,
        data: viewMessage(message, instance.numberJid),
        status: 'found' as const,
      }
    },
  )

  app.get(
    '/api/chat/status/:instance',
    {
      config: { errors: ['message_id_parameter_required', 'message_not_found'] },
      schema: {
        tags: ['Chats'],
        summary: 'Read how far a message came',
        description: 'The instance need not be connected. Events (`message.status`) tell the same without asking.',
        params,
        querystring: messageIdQuery,
        response: { 200: statusReply },
      },
    },
    async ({ instance, query }) => {
      const message = await readMessage(deps, instance.id, query.messageId, 'message_id_parameter_required')
      return { success: true as const, message: 'Message status retrieved successfully', ...viewStatus(message) }
    },
  )
}
