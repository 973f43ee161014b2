import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { listErrors } from '../../src/kernel/errors.ts'
import {
  bodiesOf,
  DOCUMENT,
  EVENTS,
  type Field,
  fieldsOf,
  hasOwnExample,
  ON_NO_OPERATION,
  ROUTES,
  unseenFields,
} from '../openapi-document.ts'

const DEFAULT_IN_WORDS = /\bdefault\b/i
const LIMITS_IN_WORDS = /\b(at most|up to|\d+ to \d+|only)\b/i
const ajv = new Ajv2020({ strict: false, allErrors: true })

function saysDefault({ schema }: Field): boolean {
  return 'default' in schema || DEFAULT_IN_WORDS.test(schema.description ?? '')
}

function saysLimits({ schema }: Field): boolean {
  const isBound = ['maxLength', 'maximum', 'maxItems', 'pattern', 'enum', 'const'].some((keyword) => keyword in schema)
  const types = [schema.type ?? []].flat().filter((type) => type !== 'null')
  const isBoundByType = types.length > 0 && types.every((type) => type === 'boolean' || type === 'object')
  return isBound || isBoundByType || LIMITS_IN_WORDS.test(schema.description ?? '')
}

/** Fields of requests: those of bodies, and parameters. */
function requestFields(route: (typeof ROUTES)[number]): Field[] {
  const parameters = (route.operation.parameters ?? []).map((parameter) => ({
    path: `${parameter.in} ${parameter.name}`,
    schema: { ...parameter.schema, description: parameter.description ?? '' },
    isRequired: parameter.required === true,
  }))
  const bodies = bodiesOf(route).filter(({ isRequest }) => isRequest)
  return [...parameters, ...bodies.flatMap(({ media }) => fieldsOf(media.schema, 'request'))]
}

function wrongFields(isWrong: (field: Field) => boolean, fieldsOfRoute = requestFields): string[] {
  return ROUTES.flatMap((route) =>
    fieldsOfRoute(route)
      .filter(isWrong)
      .map(({ path }) => `${route.name} ${path}`),
  )
}

test('every error of the catalogue stands on an operation, or has a reason why on none', () => {
  const told = new Set(
    ROUTES.flatMap(({ operation }) =>
      Object.values(operation.responses).flatMap(({ content = {} }) =>
        Object.values(content).flatMap(({ examples = {} }) =>
          Object.values(examples).flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? []),
        ),
      ),
    ),
  )
  const untold = listErrors()
    .map(({ code }) => code)
    .filter((code) => !told.has(code))
  expect(untold.toSorted()).toEqual(Object.keys(ON_NO_OPERATION).toSorted())
})

test('every operation says what it does, under a name of its own and a known tag', () => {
  const tags = DOCUMENT.tags.map(({ name }) => name)
  for (const { name, operation } of ROUTES) {
    expect(operation.summary, name).toBeTruthy()
    expect(operation.description, name).toBeTruthy()
    expect(tags, name).toContain(operation.tags?.[0])
    for (const [status, { description }] of Object.entries(operation.responses)) {
      expect(description, `${name} ${status}`).toBeTruthy()
    }
  }
  const names = [...ROUTES, ...EVENTS].map(({ operation }) => operation.operationId)
  expect(new Set(names).size).toBe(ROUTES.length + EVENTS.length)
})

test('every answer that is no failure says what it means', () => {
  const bare = ROUTES.filter(({ operation }) =>
    Object.values(operation.responses).some(({ description }) => description === 'Default Response'),
  )
  expect(bare.map(({ name }) => name)).toEqual([])
})

test('every field of every request, answer and event has a description', () => {
  const isBare = ({ schema }: Field) => (schema.description ?? '').trim() === ''
  expect(wrongFields(isBare)).toEqual([])
  const answerFields = (route: (typeof ROUTES)[number]) =>
    bodiesOf(route).flatMap(({ media, where }) => fieldsOf(media.schema, where))
  expect(wrongFields(isBare, answerFields)).toEqual([])
  const inEvents = EVENTS.flatMap((event) =>
    answerFields(event)
      .filter(isBare)
      .map(({ path }) => `${event.name} ${path}`),
  )
  expect(inEvents).toEqual([])
})

test('every field that may be left out says its default, and every field of a request its limits', () => {
  expect(wrongFields((field) => !field.isRequired && !saysDefault(field))).toEqual([])
  expect(wrongFields((field) => !field.path.startsWith('path ') && !saysLimits(field))).toEqual([])
})

test('every body has examples by name, each as its schema says, and every field stands in one', () => {
  for (const route of [...ROUTES, ...EVENTS]) {
    for (const { where, media } of bodiesOf(route)) {
      if (fieldsOf(media.schema, where).length === 0) continue
      const examples = Object.entries(media.examples ?? {})
      expect(examples.length, `${route.name} ${where} has examples`).toBeGreaterThan(0)
      const isValid = ajv.compile(media.schema)
      for (const [name, { summary, value }] of examples) {
        expect(summary, `${route.name} ${where} ${name}`).toBeTruthy()
        expect([isValid(value), isValid.errors], `${route.name} ${where} ${name}`).toEqual([true, null])
      }
      const values = examples.map(([, { value }]) => value)
      expect(unseenFields(media.schema, values, where), route.name).toEqual([])
    }
  }
})

test('every parameter has an example, or a list of its values', () => {
  const bare = ROUTES.flatMap(({ name, operation }) =>
    (operation.parameters ?? [])
      .filter((parameter) => !('example' in parameter) && !parameter.examples && !hasOwnExample(parameter.schema))
      .map((parameter) => `${name} ${parameter.name}`),
  )
  expect(bare).toEqual([])
})

test('every example of an error is as the component Error says', () => {
  const isValid = ajv.compile(DOCUMENT.components.schemas['Error'] ?? {})
  for (const [code, { value }] of Object.entries(DOCUMENT.components.examples)) {
    expect([isValid(value), isValid.errors], code).toEqual([true, null])
  }
})

test('every reference leads somewhere, and no link leaves the gateway', () => {
  const text = JSON.stringify(DOCUMENT)
  for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = pointer.split('/').reduce<unknown>((part, key) => (part as Record<string, unknown>)?.[key], DOCUMENT)
    expect(found, pointer).toBeDefined()
  }
  expect([...text.matchAll(/\]\((?!\/|#)[^)]*\)/g)].map(([link]) => link)).toEqual([])
})

test('an operation that a session of the console opens says so, and no other does', () => {
  const opens = (lists: readonly object[]) => lists.some((needed) => 'session' in needed)
  const wrong = ROUTES.filter(({ operation }) => {
    const isOpened = Object.values(operation.responses).some(({ description }) => description.includes('session_ended'))
    return opens(operation.security ?? DOCUMENT.security) !== isOpened
  })
  expect(wrong.map(({ name }) => name)).toEqual(['DELETE /api/session'])
})
