import type { Chance } from './chance.ts'
import { CAP, type Family, filled, sizeOf } from './families-broken.ts'

const READY_MADE = [
  'full_name',
  'phone_number',
  'email',
  'cpf_or_cnpj',
  'citizenship_card',
  'cep',
  'state',
  'city',
  'address_1',
  'delivery_note',
]
const RESERVED = ['flow_token', 'wa_flow_response_params', 'response_message', 'flow_message_version']
const INHERITED = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'then',
  'toJSON',
  'length',
]

/** Characters that are legal and seldom kind: accents in heaps, one that normalises into eighteen, marks of direction. */
const ODD = [
  '\u0301\u0323',
  '\ufdfa',
  '\u202e',
  '\u200b',
  'İ',
  'ß',
  '\u0e33',
  '🏴\u200d☠️',
  '\ud800',
  '\udfff',
  '\u2028',
  '漢',
  '\t',
  ' ',
  '_1',
  '1',
  'a.',
  '@',
  '+',
  '-',
]
const STARTS = [
  '=HYPERLINK("http://x")',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '<script>alert(1)</script>',
  '<img src=x onerror=1>',
  "'; drop table form; --",
  '$'.concat('{jndi:ldap://x}'),
  '{{7*7}}',
  '%00',
  '../../etc/passwd',
  '\u202egnp.exe',
]

const wrong = (chance: Chance): unknown =>
  chance.one<unknown>([
    null,
    true,
    0,
    -1,
    1e308,
    '',
    ' ',
    [],
    {},
    [null],
    [[[]]],
    { a: { b: {} } },
    'x',
    '[]',
    '{}',
    '[1',
    ['a', {}],
    [{ name: {} }],
    '\u0000',
  ])

const heap = (chance: Chance, most: number): string => filled(chance.one(ODD), sizeOf(chance, most)).slice(0, most)

const manyOf = (count: number, field: (at: number) => [string, unknown]): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => field(at)))

/** Of so many parts as still fit under the cap, with a token that may be added to them. */
function fitting(count: number, make: (count: number) => string): string {
  const made = make(count)
  return Buffer.byteLength(made) <= CAP - 1_000 ? made : fitting(count >> 1, make)
}

/** An object as JSON in which a name may stand twice and `__proto__` is a name. */
const raw = (members: readonly (readonly [string, unknown])[]): string =>
  `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value ?? null)}`).join(',')}}`

const message = (screens: unknown, version: unknown = 2): string =>
  JSON.stringify({ version, screens, response: version === 1 ? screens : undefined })

/** JSON that can be read, made to hurt who reads it. Names no form, so that it is kept as unmatched too. */
export const STRANGE: Record<string, Family> = {
  'wrong types at every known key': (chance) =>
    raw([
      ...RESERVED.map((name) => [name, wrong(chance)] as const),
      ['full_name', wrong(chance)],
      ['x', 1],
      ...READY_MADE.map((name) => [name, wrong(chance)] as const),
    ]),
  'wrong types in the response message': (chance) => {
    const component = () => ({ name: wrong(chance), type: wrong(chance), label: wrong(chance), value: wrong(chance) })
    const screens = chance.one<unknown>([
      wrong(chance),
      [wrong(chance)],
      [{ components: wrong(chance) }],
      [{ components: [component(), component(), wrong(chance)] }],
    ])
    return JSON.stringify({
      x: 1,
      response_message: chance.one([message(screens, 1), message(screens, wrong(chance))]),
    })
  },
  'inherited names': (chance) => {
    const name = () => chance.one(INHERITED)
    const inner = `{"${name()}":{"${name()}":"x"},"isAdmin":true}`
    return `{"${name()}":${inner},"full_name":${inner},"wa_flow_response_params":{"${name()}":1},"response_message":{"${name()}":1,"screens":[{"components":[{"name":"${name()}","label":"${name()}","value":${inner}}]}]}}`
  },
  'the same name again and again': (chance) =>
    raw(
      Array.from(
        { length: chance.whole(2, 4_000) },
        () => [chance.one([...READY_MADE, '__proto__', 'x']), chance.one(['a', 1, null])] as const,
      ),
    ),
  'a thousand fields': (chance) => {
    const [name, value] = [
      chance.one(ODD).repeat(chance.whole(0, 60)),
      chance.one<unknown>(['x', '["a","b"]', '[sic]', '[[[[', { a: [1] }, 1e21, '1'.repeat(20)]),
    ]
    return fitting(chance.whole(500, 1_000), (count) => JSON.stringify(manyOf(count, (at) => [`${name}${at}`, value])))
  },
  'names of many digits': (chance) => {
    const [step, start] = chance.one([
      [1, 0],
      [16_777_216, 0],
      [200_003, 7],
      [1, 4_294_967_000],
    ] as const)
    return JSON.stringify({
      a: manyOf(chance.whole(100, 12_000), (at) => [String(start + ((at * step) % 4_294_967_295)), 1]),
    })
  },
  'one list under a thousand components': (chance) => {
    const elements = Array.from({ length: 1_000 }, () => chance.one(['y'.repeat(chance.whole(1, 120)), chance.next()]))
    const components = manyOf(chance.whole(900, 1_500), () => ['', { name: 'a', value: 'x' }])
    const screens = [{ components: Array.from({ length: 1_200 }, () => components['']) }]
    return JSON.stringify({ [chance.one(['a', 'screen_0_a'])]: elements, response_message: message(screens) })
  },
  'thousands of components': (chance) => {
    const label = chance.one(ODD).repeat(chance.whole(0, 20))
    const value = chance.one(['1', ' data', null])
    const [version, isOneScreen] = [chance.one([1, 2]), chance.next() < 0.5]
    // Twelve values each, told twice in version 1: 20,000 are as many as are read.
    return fitting(chance.whole(500, 1_600), (count) => {
      const components = Array.from({ length: count }, (_, at) => ({
        name: `n${at % 1_300}`,
        label: `${label}${at}`,
        value,
      }))
      const screens = isOneScreen ? [{ components }] : components.map((one) => ({ components: [one] }))
      return JSON.stringify({ response_message: message(screens, version) })
    })
  },
  'values as long as they get': (chance) => {
    const text = filled(
      chance.one(['x', 'é', '漢', '🎉', '\u0301\u0323', ' ', '[', '1', '@']),
      chance.one([16_384, 60_000, CAP - 1_000]),
    )
    return `{"${chance.one(READY_MADE)}":"${text}"}`
  },
  'odd characters in every ready-made field': (chance) =>
    JSON.stringify(manyOf(READY_MADE.length, (at) => [READY_MADE[at] ?? '', heap(chance, 16_384)])).slice(0, CAP),
  'tokens of odd characters': (chance) =>
    JSON.stringify({ flow_token: `no form ${heap(chance, 60_000)}`, full_name: 'Ana' }),
  'names as long as they get': (chance) => JSON.stringify({ [`k${heap(chance, 100_000)}`]: 'x', full_name: 'Ana' }),
  'numbers as long as they get': (chance) => {
    const digits = chance.one(['1', '9', '0']).repeat(sizeOf(chance, 200_000))
    return `{"a":${chance.one([`1${digits}`, `0.${digits}1`, `1${digits}e-9`, `0.${digits}1e99999`, '1e309', '-0', '1e-400', '9007199254740993'])},"b":[${'1.5e300,'.repeat(500)}1]}`
  },
  'texts in texts in texts': (chance) => {
    let text = chance.one(['{}', '[]', '"x"', '["a"]'])
    for (let level = chance.whole(2, 12); level > 0; level -= 1)
      text = JSON.stringify(chance.one<unknown>([text, { response_message: text, x: 1 }, [text]]))
    return text.startsWith('{') && text.length < CAP
      ? text
      : JSON.stringify({ x: 1, response_message: text.slice(0, 60_000) })
  },
  'texts that look like lists': (chance) =>
    JSON.stringify(
      manyOf(chance.whole(1, 400), (at) => [
        `k${at}`,
        chance.one([
          '["',
          '["\u0000"]',
          '[]',
          '[[[]]]',
          `[${'1,'.repeat(200)}1]`,
          '["a",null,{"b":1}]',
          ' [1] ',
          '[1]]',
          `["${'x'.repeat(300)}"]`,
        ]),
      ]),
    ),
  'what spreadsheets and pages would run': (chance) =>
    JSON.stringify(
      manyOf(READY_MADE.length, (at) => [READY_MADE[at] ?? '', `${chance.one(STARTS)}${heap(chance, 300)}`]),
    ),
  'as deep as is allowed': (chance) => {
    const depth = chance.whole(20, 31)
    return `{"a":${Array.from({ length: chance.whole(1, 300) }, () => '').reduce((text) => `${text}[],`, '[')}${'['.repeat(depth - 1)}1${']'.repeat(depth - 1)}],"full_name":"Ana"}`
  },
}
