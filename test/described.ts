import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { DOCUMENT, ROUTES } from './openapi-document.ts'

const ajv = new Ajv2020({ strict: false, allErrors: true })
const judges = new Map<string, ValidateFunction>()

/**
 * Holds what the gateway really says against docs/openapi.json.
 * @throws Error when a failure is not among those of its operation
 */
export function insistOnDescribedError(method: string, address: string, status: number, body: unknown): void {
  const { success, error } = (body ?? {}) as { success?: boolean; error?: { code?: string } }
  const code = success === false ? error?.code : undefined
  const path = address.split('?', 1)[0] ?? ''
  const route = ROUTES.find((each) => each.method === method && patternOf(each.path).test(path))
  if (code === undefined || !route) return
  const { content = {} } = route.operation.responses[status] ?? {}
  const told = Object.values(content).flatMap(({ examples = {} }) => Object.keys(examples))
  if (told.includes(code)) return
  throw new Error(`docs/openapi.json does not say that ${route.name} may answer ${status} ${code}`)
}

/** @throws Error when an event is not as the document says */
export function insistOnDescribedEvent(event: { event: string }): void {
  const described = DOCUMENT.webhooks[event.event]?.post.requestBody?.content['application/json']
  if (!described) throw new Error(`docs/openapi.json does not know the event ${event.event}`)
  const judge = judges.get(event.event) ?? ajv.compile(described.schema)
  judges.set(event.event, judge)
  const isAsDescribed: boolean = judge(event)
  if (isAsDescribed) return
  throw new Error(`${event.event} is not as docs/openapi.json says: ${ajv.errorsText(judge.errors)}`)
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`)
}
