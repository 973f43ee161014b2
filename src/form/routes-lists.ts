import { instanceParams as params } from '../instance/index.ts'
import type { Store } from '../platform/db/store.ts'
import type { App } from '../platform/http/index.ts'
import { countForms } from './count-forms.ts'
import { listForms } from './list-forms.ts'
import { listUnmatched } from './list-unmatched.ts'
import { formsReplySchema, listFormsQuery } from './schema-list.ts'
import { countFormsQuery, statsReplySchema } from './schema-stats.ts'
import { listUnmatchedQuery, unmatchedReplySchema } from './schema-unmatched.ts'

const LIST = `Filters together narrow further. Go on with \`nextCursor\` until it is \`null\`: what arrives meanwhile moves
nothing. Where filters together find little among much, or readings are large, a page may hold fewer forms than \`limit\`,
or none, and still have a next one.`

const UNMATCHED = `Answers that name no form of this instance, or one of somebody else, or cannot be read. One leaves this
list when its form turns up: a form with its token, sent to its sender at most 10 minutes after it, or the message that it
quotes; or when both addresses of its sender are known, with the next answer of theirs.`

const STATS = `Out of counters that are kept with the forms: what was erased or is long gone counts on. They are kept by the
hour, so \`from\` and \`to\` go to the nearest whole one. A form counts in the hour in which it was made, a submission in the
hour in which it came.`

/** What came of forms: `/api/form/list`, `/unmatched`, `/stats`. */
export function registerListRoutes(app: App, { store }: { store: Store }): void {
  const tags = ['Forms']

  app.get(
    '/api/form/list/:instance',
    {
      schema: {
        tags,
        summary: 'List forms, the newest first',
        description: `Each with the typed reading of its latest answer. ${LIST}`,
        params,
        querystring: listFormsQuery,
        response: { 200: formsReplySchema },
      },
    },
    async (request) => {
      const page = await listForms(store, request.instance.id, request.query)
      return { success: true as const, message: found(page.forms.length, 'Form'), ...page }
    },
  )

  app.get(
    '/api/form/unmatched/:instance',
    {
      schema: {
        tags,
        summary: 'List answers that belong to no form, the newest first',
        description: UNMATCHED,
        params,
        querystring: listUnmatchedQuery,
        response: { 200: unmatchedReplySchema },
      },
    },
    async (request) => {
      const page = await listUnmatched(store, request.instance.id, request.query)
      return { success: true as const, message: found(page.answers.length, 'Answer'), ...page }
    },
  )

  app.get(
    '/api/form/stats/:instance',
    {
      schema: {
        tags,
        summary: 'Count forms',
        description: STATS,
        params,
        querystring: countFormsQuery,
        response: { 200: statsReplySchema },
      },
    },
    async (request) => {
      const stats = await countForms(store, request.instance.id, request.query)
      return { success: true as const, message: 'Form statistics', stats }
    },
  )
}

function found(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'} found`
}
