import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AnswerReading, readAnswer, type Unreadable } from './reading.ts'

function read(paramsJson: string | object, quoted: { messageId: string } | null = null): AnswerReading | Unreadable {
  const text = typeof paramsJson === 'string' ? paramsJson : JSON.stringify(paramsJson)
  return readAnswer({ name: 'galaxy_message', paramsJson: text, version: 3, body: 'Enviado' }, quoted)
}

function readable(paramsJson: string | object): AnswerReading {
  const reading = read(paramsJson)
  if (reading.type === 'unreadable') throw new Error(reading.reason)
  return reading
}

/** Name → [value, display, label] of every field. */
function told(reading: AnswerReading) {
  return Object.fromEntries(reading.fields.map(({ name, value, display, label }) => [name, [value, display, label]]))
}

const version1 = {
  screens: [
    {
      id: 'ONE',
      title: '',
      components: [
        { name: 'full_name', label: 'Nome' },
        { name: 'plan', label: 'Plano' },
      ],
    },
  ],
  response: [
    {
      id: 'ONE',
      title: '',
      components: [
        { name: 'full_name', type: 'TextInput', label: '', value: 'Ana Souza' },
        { name: 'plan', type: 'Dropdown', label: '', value: 'Premium' },
      ],
    },
  ],
  version: 1,
}

const version2 = {
  version: 2,
  screens: [
    {
      id: 'ONE',
      title: 'Dados',
      components: [
        { name: 'full_name', type: 'TextInput', label: 'Nome', value: 'Ana Souza' },
        { name: 'plan', type: 'Dropdown', label: 'Plano', value: 'Premium' },
      ],
    },
  ],
}

const topLevel = { full_name: 'Ana Souza', plan: '0_premium' }
const flow = { title: '', flow_id: '1', flow_name: 'contact' }

describe.each([
  ['version 1', version1, 1],
  ['version 2', version2, 2],
])('a response message of %s', (_, message, version) => {
  const nested = JSON.stringify(message)
  test.each([
    ['wrapped', { ...topLevel, flow_token: 't-1', wa_flow_response_params: { ...flow, response_message: nested } }],
    ['flat', { ...topLevel, flow_token: 't-1', response_message: nested }],
    ['flat', { flow_token: 't-1', ...topLevel, response_message: message }],
  ])('is read %s: ids and titles both', (shape, params) => {
    const reading = readable(params)
    expect(reading).toMatchObject({ shape, flowToken: 't-1', responseVersion: version, body: 'Enviado' })
    expect(told(reading)).toEqual({ full_name: ['Ana Souza', null, 'Nome'], plan: ['0_premium', 'Premium', 'Plano'] })
  })

  test('is read when the top level holds no answers', () => {
    const reading = readable({ flow_token: 't-1', wa_flow_response_params: { ...flow, response_message: nested } })
    expect(told(reading)).toEqual({ full_name: ['Ana Souza', null, 'Nome'], plan: ['Premium', null, 'Plano'] })
  })
})

test('an answer without a response message is read from its keys', () => {
  const reading = readable({ full_name: 'Ana', title: 'Dr.', version: '2', flow_token: 't-1', flow_message_version: 3 })
  expect(reading).toMatchObject({ shape: 'bare', responseVersion: null, flowToken: 't-1' })
  expect(told(reading)).toEqual({
    full_name: ['Ana', null, null],
    title: ['Dr.', null, null],
    version: ['2', null, null],
  })
})

test('a plain confirmation has no fields and is readable', () => {
  expect(readable({ flow_token: 't-1' }).fields).toEqual([])
})

test('the keys of Meta’s own flows are joined with their components, screen by screen', () => {
  const message = {
    version: 2,
    screens: [
      { id: 'A', components: [{ name: 'Name_0', type: 'TextInput', label: 'Name', value: 'Ana' }] },
      { id: 'B', components: [{ name: 'Name_0', type: 'TextInput', label: 'Pet', value: 'Rex' }] },
    ],
  }
  const keys = { screen_0_Name_0: 'Ana', screen_1_Name_0: 'Rex' }
  expect(told(readable({ ...keys, response_message: JSON.stringify(message) }))).toEqual({
    screen_0_Name_0: ['Ana', null, 'Name'],
    screen_1_Name_0: ['Rex', null, 'Pet'],
  })
  expect(told(readable({ response_message: JSON.stringify(message) }))).toEqual({
    Name_0: ['Ana', null, 'Name'],
    screen_1_Name_0: ['Rex', null, 'Pet'],
  })
})

test.each([
  ['a text', ' Ana ', ' Ana '],
  ['a number', 7, 7],
  ['a flag', false, false],
  ['null', null, null],
  ['blank', '  ', null],
  ['a list', ['0_a', '1_b', null], ['0_a', '1_b']],
  ['an empty list', [], null],
  ['a list in a text', '["0_a","1_b"]', ['0_a', '1_b']],
  ['a text that only looks like a list', '[sic]', '[sic]'],
  ['an object', { id: 1 }, '{"id":1}'],
  ['a list of objects', [{ id: 1 }], ['{"id":1}']],
])('a value that is %s', (_, value, expected) => {
  expect(told(readable({ question: value }))['question']?.[0]).toEqual(expected)
})

test('a number beyond JSON’s reach is left empty', () => {
  expect(told(readable('{"question":1e999}'))['question']?.[0]).toBeNull()
})

test('half a character is replaced, a whole one is never cut in two', () => {
  expect(told(readable('{"question":"a\\ud83c"}'))['question']?.[0]).toBe('a\ufffd')
  const long = told(readable({ question: `x${'🎉'.repeat(9_000)}` }))['question']?.[0]
  expect(long).toBe(`x${'🎉'.repeat(8_191)}`)
})

test.each([[undefined], [null], [''], [' '], [7], [{}]])('a token that is %j is none', (token) => {
  expect(readable({ flow_token: token, full_name: 'Ana' }).flowToken).toBeNull()
})

test('an answer tells what it quotes, a broken one too', () => {
  expect(read('{}', { messageId: '3EB0A' })).toMatchObject({ type: 'read', quotedMessageId: '3EB0A' })
  expect(read('{', { messageId: '3EB0A' })).toMatchObject({ type: 'unreadable', quotedMessageId: '3EB0A' })
})

test('the raw text stays as it came, without NUL', () => {
  expect(readable('{ "a" : "b" }\u0000\n'.replace('\u0000', '')).raw).toBe('{ "a" : "b" }\n')
  const reading = readable({ full_name: 'A\u0000na', '\u0000x': 1 })
  expect(told(reading)).toEqual({ full_name: ['Ana', null, null], x: [1, null, null] })
  expect(read('\u0000{').raw).toBe('{')
})

describe('a hostile answer', () => {
  test.each<[string, string, string]>([
    ['nothing', '', 'not_json'],
    ['a word', 'null', 'not_an_object'],
    ['a list', '[]', 'not_an_object'],
    ['unquoted keys', '{full_name:"Ana"}', 'not_json'],
    ['control characters', '\u0001'.repeat(200_000), 'not_json'],
    ['braces without end', '{'.repeat(200_000), 'too_deep'],
    ['objects 10,000 deep', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 'too_deep'],
    ['lists 100,000 deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'too_deep'],
    ['a megabyte', `{"a":"${'x'.repeat(1_000_000)}"}`, 'too_large'],
    ['262,145 bytes in fewer characters', `{"a":"${'é'.repeat(131_069)}"}`, 'too_large'],
    ['100,000 values', `{"a":[${'0,'.repeat(99_999)}0]}`, 'too_many_values'],
    [
      '5,000 fields',
      JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`, 1]))),
      'too_many_values',
    ],
    ['a broken response message alone', '{"flow_token":"t","response_message":"{{{"}', 'response_broken'],
    ['a response message of another shape', '{"response_message":"{\\"a\\":1}"}', 'response_broken'],
    ['a deep response message', JSON.stringify({ response_message: '['.repeat(50_000) }), 'response_broken'],
  ])('of %s is kept with its reason and a bounded raw', (_, paramsJson, reason) => {
    const reading = read(paramsJson)
    expect(reading).toMatchObject({ type: 'unreadable', reason })
    expect(reading.raw.length).toBeLessThanOrEqual(4096)
  })

  test('of exactly 262144 bytes is still read', () => {
    const text = `{"a":"${'x'.repeat(262_144 - 8)}"}`
    expect(readable(text).fields[0]?.value).toHaveLength(16_384)
  })

  test('of one list under a thousand components shows what the last of them says', () => {
    const components = Array.from({ length: 1_000 }, (_, at) => ({ name: 'a', value: `x${at}` }))
    const list = Array.from({ length: 1_000 }, (_, at) => `${at}`)
    const reading = readable({ screen_0_a: list, response_message: { version: 2, screens: [{ components }] } })
    expect(told(reading)).toEqual({ screen_0_a: [list, 'x999', null] })
  })

  test('names like __proto__ are names and nothing else', () => {
    const reading = readable('{"__proto__":{"polluted":true},"constructor":"x","full_name":"Ana"}')
    expect(reading.fields.map(({ name }) => name)).toEqual(['__proto__', 'constructor', 'full_name'])
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
  })

  test('keeps its readable part beside a broken response message', () => {
    const reading = readable({ full_name: 'Ana', response_message: '{{{' })
    expect(told(reading)).toEqual({ full_name: ['Ana', null, null] })
    expect(reading.responseVersion).toBeNull()
  })

  test('never throws, and leaves nothing that a store would refuse', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 2_000, unit: 'binary' }),
      fc.json(),
      fc.jsonValue().map((value) => JSON.stringify(value)),
    )
    const nest = fc
      .tuple(text, text)
      .map(([one, other]) => JSON.stringify({ response_message: one, a: other, flow_token: other }))
    fc.assert(
      fc.property(fc.oneof(text, nest), (paramsJson) => {
        JSON.stringify(read(paramsJson), (_, value) => {
          if (typeof value === 'string' && (value.includes('\u0000') || !value.isWellFormed())) throw new Error(value)
          return value
        })
      }),
      { numRuns: 500 },
    )
  })
})

test('every field of every shape comes back with its value', () => {
  const value = fc
    .string({ minLength: 1, maxLength: 40 })
    .filter((text) => text.trim() !== '' && !/^\s*\[|\u0000/.test(text))
  const answers = fc.dictionary(fc.stringMatching(/^f_[a-z]{1,8}$/), value, {
    minKeys: 1,
    maxKeys: 8,
    noNullPrototype: true,
  })
  fc.assert(
    fc.property(
      answers,
      fc.constantFrom('wrapped', 'flat', 'bare', 'alone'),
      fc.constantFrom(1, 2),
      (given, shape, version) => {
        const components = Object.entries(given).map(([name, text]) => ({
          name,
          type: 'TextInput',
          label: '',
          value: text,
        }))
        const screen = [{ id: 'A', title: '', components }]
        const message = JSON.stringify(
          version === 1 ? { screens: [], response: screen, version } : { version, screens: screen },
        )
        const nested =
          shape === 'wrapped'
            ? { wa_flow_response_params: { response_message: message } }
            : { response_message: message }
        const params = { ...(shape === 'alone' ? {} : given), flow_token: 't', ...(shape === 'bare' ? {} : nested) }
        const got = readable(params).fields.map(({ name, value: text }) => [name, text])
        expect(new Map(got as [string, string][])).toEqual(new Map(Object.entries(given)))
      },
    ),
  )
})
