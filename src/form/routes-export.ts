import { instanceParams as params } from '../instance/index.ts'
import { problem } from '../kernel/errors.ts'
import type { App } from '../platform/http/index.ts'
import { createExportBook } from './export-book.ts'
import { type ExportFormsDeps, exportForms } from './export-forms.ts'
import { exportFile, exportFormsQuery, exportProgressQuery, exportProgressReply } from './schema-export.ts'

const EXPORT = `A file with one row a submission, the newest form first; a form that nobody answered is one row too. Filters are
those of \`GET /api/form/list/{instance}\`. It is written while it is read, whatever its size, and counts as a held request.

Columns of \`csv\` and \`xlsx\`: the form, its state and times, the submission, each ready-made field, then one for each of
your own questions and each other key that answers held. What a spreadsheet would take for a formula (\`= + - @\`) begins
with an apostrophe, so that nothing is executed; phone numbers such as \`+5511987654321\` stay as they are.`

const PROGRESS = `For a bar: ask once a second while the file is being written. Known from when the file begins until five minutes
after its end, in this process only, at most the 50 newest of an instance. An \`exportId\` that is being written is not
given to a second export.`

/** `/api/form/export` and how far one is. */
export function registerExportRoutes(app: App, deps: Omit<ExportFormsDeps, 'book'>): void {
  const tags = ['Forms']
  const book = createExportBook(deps.clock)

  app.get(
    '/api/form/export/:instance',
    {
      config: { errors: ['too_many_waiting', 'export_id_taken'] },
      schema: {
        tags,
        summary: 'Export forms and answers as a file',
        description: EXPORT,
        params,
        querystring: exportFormsQuery,
        response: { 200: exportFile },
      },
    },
    async (request, reply) => {
      if (!request.hold()) throw problem('too_many_waiting')
      const { contentType, name, content } = await exportForms({ ...deps, book }, request.instance, request.query)
      reply.header('content-type', contentType)
      reply.header('content-disposition', `attachment; filename="${name}"`)
      reply.header('cache-control', 'no-store')
      return reply.send(content)
    },
  )

  app.get(
    '/api/form/exportProgress/:instance',
    {
      config: { errors: ['export_not_found'] },
      schema: {
        tags,
        summary: 'See how far an export is',
        description: PROGRESS,
        params,
        querystring: exportProgressQuery,
        response: { 200: exportProgressReply },
      },
    },
    async (request) => {
      const progress = book.find(request.instance.id, request.query.exportId)
      return { success: true as const, message: 'Export found', export: progress }
    },
  )
}
