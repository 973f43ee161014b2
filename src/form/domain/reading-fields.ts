import { type AnswerField, type AnswerValue, cleanName, readValue, valueText } from './answer-field.ts'
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
  // Any number of components may lie over one list: it is joined once.
  const texts = new Map<string, string>()
  const textOf = (name: string, value: AnswerValue): string => {
    const text = texts.get(name) ?? valueText(value)
    texts.set(name, text)
    return text
  }
  const taken = new Set<string>()
  for (const component of components) {
    const name = findName(component, fields, taken)
    taken.add(name)
    fields.set(name, laidOver(fields.get(name), component, name, textOf))
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

function laidOver(
  field: AnswerField | undefined,
  { label, type, value }: ResponseComponent,
  name: string,
  textOf: (name: string, value: AnswerValue) => string,
): AnswerField {
  if (!field || field.value === null) return { name, label, type, value, display: null }
  const isSame = value === null || valueText(value) === textOf(name, field.value)
  return { name, label, type, value: field.value, display: isSame ? null : value }
}
