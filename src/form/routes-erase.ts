import { Readable } from 'node:stream'
import { instanceParams as params } from '../instance/index.ts'
import { problem } from '../kernel/errors.ts'
import type { App } from '../platform/http/index.ts'
import { eraseAnswer } from './erase-answer.ts'
import { type ErasePersonDeps, erasePerson } from './erase-person.ts'
import { readPerson } from './read-person.ts'
import { answerErasedReply, eraseAnswerQuery, personErasedReply, personQuery, personReply } from './schema-erase.ts'

const REACH =
  'Every copy goes: the answer, its message, messages that quote it, events and what waits to be delivered of them. What ' +
  'receivers have already, backups and the person’s own phone are out of reach.'

/** `/api/form/answer` and `/api/form/person`: what a person may ask of whoever holds their data. */
export function registerEraseRoutes(app: App, deps: ErasePersonDeps): void {
  const tags = ['Forms']

  app.delete(
    '/api/form/answer/:instance',
    {
      config: { errors: ['answer_not_found'] },
      schema: {
        tags,
        summary: 'Erase an answer',
        description: `That there was one, and when, stays. ${REACH}`,
        params,
        querystring: eraseAnswerQuery,
        response: { 200: answerErasedReply },
      },
    },
    async (request) => {
      await eraseAnswer(deps, request.instance.id, request.query.id)
      return { success: true as const, message: 'Answer erased' }
    },
  )

  app.get(
    '/api/form/person/:instance',
    {
      config: { errors: ['too_many_waiting'] },
      schema: {
        tags,
        summary: 'Read everything of one person',
        description:
          'By number or by JID, one of them; all spellings of the number, and the other addresses that are known, are ' +
          'looked for too.',
        params,
        querystring: personQuery,
        response: { 200: personReply },
      },
    },
    async (request, reply) => {
      const { number, jid } = request.query
      if (!request.hold()) throw problem('too_many_waiting')
      const pieces = await readPerson(deps, request.instance, { number, jid })
      reply.type('application/json; charset=utf-8')
      // A stream goes out as it is: its text is the object that the schema describes.
      return reply.send(Readable.from(pieces, { highWaterMark: 1 }) as never)
    },
  )

  app.delete(
    '/api/form/person/:instance',
    {
      schema: {
        tags,
        summary: 'Erase one person',
        description:
          'By number or by JID, one of them: their answers, forms that went to them, messages both ways and theirs in groups, ' +
          `and what they could be known by. What still waits to be sent to them fails. ${REACH}`,
        params,
        querystring: personQuery,
        response: { 200: personErasedReply },
      },
    },
    async (request) => {
      const { number, jid } = request.query
      const erased = await erasePerson(deps, request.instance, { number, jid })
      const isKnown = Object.values(erased).some((count) => count > 0)
      return { success: true as const, message: isKnown ? 'Person erased' : 'Nobody found', erased }
    },
  )
}
