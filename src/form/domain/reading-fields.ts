import { type AnswerField, cleanName, isSameValue, readValue } from './answer-field.ts'
import type { ResponseComponent } from './reading-response.ts'

/**
 * Lays the components of a response message over the top-level keys. Top-level values are option ids, components hold
 * the titles that the person saw (version 1): both are kept. Order: top level, then what only the components have.
 */
export function mergeFields(
  topLevel: ReadonlyMap<string, unknown>,
  components: readonly ResponseComponent[],
): AnswerField[] {
  const fields = new Map<string, AnswerField>()
  for (const [key, value] of topLevel) {
    const name = cleanName(key)
    if (name !== null) fields.set(name, { name, label: null, type: null, value: readValue(value), display: null })
  }
  const taken = new Set<string>()
  for (const component of components) {
    const name = findName(component, fields, taken)
    taken.add(name)
    fields.set(name, laidOver(fields.get(name), component, name))
  }
  return [...fields.values()]
}

/**
 * The key of a component: its name, or the name with its screen in front as the keys of Meta's own flows have it
 * (`screen_0_TextInput_1`). Two screens may use one name; the second then keeps its screen in front.
 */
function findName(
  component: ResponseComponent,
  fields: ReadonlyMap<string, AnswerField>,
  taken: ReadonlySet<string>,
): string {
  const isFree = !taken.has(component.name)
  if (isFree && fields.has(component.name)) return component.name
  const withScreen = `screen_${component.screen}_${component.name}`
  return isFree && !fields.has(withScreen) ? component.name : withScreen
}

function laidOver(field: AnswerField | undefined, component: ResponseComponent, name: string): AnswerField {
  const { label, type, value } = component
  if (!field || field.value === null) return { name, label, type, value, display: null }
  const display = value === null || isSameValue(value, field.value) ? null : value
  return { name, label, type, value: field.value, display }
}
