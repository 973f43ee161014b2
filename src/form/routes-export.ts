import { instanceParams as params } from '../instance/index.ts'
import { problem } from '../kernel/errors.ts'
import type { App } from '../platform/http/index.ts'
import { type ExportFormsDeps, exportForms } from './export-forms.ts'
import { exportFile, exportFormsQuery } from './schema-export.ts'

const EXPORT = `A file with one row a submission, the newest form first; a form that nobody answered is one row too. Filters are
those of \`GET /api/form/list/{instance}\`. It is written while it is read, whatever its size, and counts as a held request.

Columns of \`csv\` and \`xlsx\`: the form, its state and times, the submission, each ready-made field, then one for each of
your own questions and each other key that answers held. What a spreadsheet would take for a formula (\`= + - @\`) begins
with an apostrophe, so that nothing is executed; phone numbers such as \`+5511987654321\` stay as they are.`

/** `/api/form/export`. */
export function registerExportRoute(app: App, deps: ExportFormsDeps): void {
  app.get(
    '/api/form/export/:instance',
    {
      config: { errors: ['too_many_waiting'] },
      schema: {
        tags: ['Forms'],
        summary: 'Export forms and answers as a file',
        description: EXPORT,
        params,
        querystring: exportFormsQuery,
        response: { 200: exportFile },
      },
    },
    async (request, reply) => {
      if (!request.hold()) throw problem('too_many_waiting')
      const { contentType, name, content } = await exportForms(deps, request.instance, request.query)
      reply.header('content-type', contentType)
      reply.header('content-disposition', `attachment; filename="${name}"`)
      reply.header('cache-control', 'no-store')
      return reply.send(content)
    },
  )
}
