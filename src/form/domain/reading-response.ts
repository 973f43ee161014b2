import { type AnswerValue, cleanName, readValue } from './answer-field.ts'
import { membersOf } from './json.ts'

/** A component of a response message: one question, as its screen showed it. */
export interface ResponseComponent {
  name: string
  type: string | null
  label: string | null
  value: AnswerValue | null
  /** Which screen it stood on, counted from 0. */
  screen: number
}

/** A form's answer as phones show it to people, beside the keys that machines read. */
export interface ResponseMessage {
  version: 1 | 2
  components: ResponseComponent[]
}

const MOST_COMPONENTS = 1_000

/**
 * Reads a response message. Version 1 keeps answers in `response` and the questions' labels in `screens`, version 2
 * keeps both in `screens`; which one it is shows in the members, the number alone is not trusted. Null when it is
 * neither.
 */
export function readResponseMessage(value: unknown): ResponseMessage | null {
  const members = membersOf(value)
  if (!members) return null
  const screens = readScreens(members.get('screens'))
  const response = readScreens(members.get('response'))
  if (response) return { version: 1, components: addLabels(response, screens ?? []) }
  return screens ? { version: 2, components: screens } : null
}

function readScreens(value: unknown): ResponseComponent[] | null {
  if (!Array.isArray(value)) return null
  return value
    .flatMap((screen: unknown, index) => {
      const components = membersOf(screen)?.get('components')
      return Array.isArray(components) ? components.map((component: unknown) => readComponent(component, index)) : []
    })
    .filter((component) => component !== null)
    .slice(0, MOST_COMPONENTS)
}

function readComponent(value: unknown, screen: number): ResponseComponent | null {
  const members = membersOf(value)
  const name = cleanName(members?.get('name'))
  if (!members || name === null) return null
  const type = cleanName(members.get('type'))
  const label = cleanName(members.get('label'))
  return { name, type, label, value: readValue(members.get('value')), screen }
}

function addLabels(response: ResponseComponent[], screens: ResponseComponent[]): ResponseComponent[] {
  const labels = new Map(screens.map((component) => [`${component.screen} ${component.name}`, component.label]))
  return response.map((component) => ({
    ...component,
    label: component.label ?? labels.get(`${component.screen} ${component.name}`) ?? null,
  }))
}
