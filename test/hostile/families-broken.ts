import type { Chance } from './chance.ts'

/**
 * Makes one `paramsJson` of its kind. `token` is that of a form which really waits for this person, where a family
 * uses it at all.
 */
export type Family = (chance: Chance, token: string) => string

/** Meta's own cap on `paramsJson`, and ours: bytes. */
export const CAP = 262_144

const CONTROL = '\u0001\u0002\u0007\u0008\u000b\u001b\u001f\u007f'
const OPENERS = ['{', '[', '{"a":', '[{"a":[', '{"response_message":{', '[[{"__proto__":']

/** How large hostile things are: mostly small, so that ten thousand of them fit into a run. */
export function sizeOf(chance: Chance, most: number): number {
  const share = chance.next()
  if (share < 0.6) return chance.whole(0, Math.min(2_000, most))
  return chance.whole(0, share < 0.95 ? Math.min(60_000, most) : most)
}

/** A text of exactly so many UTF-8 bytes, one character over and over; ASCII fills what is left. */
export function filled(character: string, bytes: number): string {
  const each = Buffer.byteLength(character)
  return character.repeat(Math.floor(bytes / each)) + 'x'.repeat(bytes % each)
}

/** Beyond what is read, by design: kept as unmatched with one of the reading's own reasons. */
export const BROKEN: Record<string, Family> = {
  'too large by a little or a lot': (chance) => {
    const over = chance.one([1, 2, 3, 1_000, chance.whole(1, CAP), 3 * CAP])
    return `{"full_name":"${filled(chance.one(['x', 'é', '漢', '🎉', ' ']), CAP + over - 16)}"}`
  },
  'control characters': (chance) =>
    Array.from({ length: 61 }, () => chance.one([...CONTROL]))
      .join('')
      .repeat(chance.whole(1, 1_500)),
  'bytes of NUL': (chance) => '\u0000'.repeat(sizeOf(chance, CAP)) + chance.one(['', '{}', '{"flow_token":"x"}', '{']),
  'NUL inside a text': (chance, token) =>
    `{"flow_token":"${token}","full_name":"A\u0000${'\u0000'.repeat(sizeOf(chance, 9_000))}"}`,
  'openers without end': (chance) => chance.one(OPENERS).repeat(chance.whole(33, 120_000)).slice(0, 1_000_000),
  'balanced depth': (chance) => {
    const [open, close] = chance.one([
      ['[', ']'],
      ['{"a":', '}'],
      ['[{"a":', '}]'],
    ] as const)
    const depth = chance.whole(33, chance.one([40, 1_000, 30_000]))
    return `{"a":${open.repeat(depth)}1${close.repeat(depth)}}`
  },
  'depth inside the response message': (chance, token) =>
    JSON.stringify({
      flow_token: token,
      response_message: chance.one(OPENERS).repeat(chance.whole(33, 40_000)).slice(0, 100_000),
    }),
  'unquoted keys': (chance, token) => `{flow_token:"${token}",full_name:'${'x'.repeat(sizeOf(chance, 50_000))}'}`,
  'cut off': (chance, token) => {
    const whole = JSON.stringify({
      flow_token: token,
      full_name: 'Ana Souza',
      response_message: '{"version":2,"screens":[]}',
    })
    return whole.slice(0, chance.whole(0, whole.length - 1))
  },
  'bytes turned over': (chance, token) => {
    const letters = [...JSON.stringify({ flow_token: token, full_name: 'Ana Souza' })]
    for (let times = chance.whole(1, 4); times > 0; times -= 1) letters[chance.whole(0, letters.length - 1)] = '\u0002'
    return letters.join('')
  },
  'no object at all': (chance) =>
    chance.one([
      'null',
      'true',
      '0',
      '""',
      '[]',
      '-1e999',
      '"flow_token"',
      `[${'{},'.repeat(200)}{}]`,
      `"${'x'.repeat(50_000)}"`,
    ]),
  'more values than anybody asks': (chance) => {
    const count = chance.whole(20_001, 60_000)
    return chance.one([
      `{"a":[${'0,'.repeat(count)}0]}`,
      `{"a":${'[],'.repeat(count)}0}`,
      `{${'"a":1,'.repeat(count / 2)}"b":[${'{},'.repeat(12_000)}0]}`,
    ])
  },
  'more fields than anybody asks': (chance, token) =>
    JSON.stringify({
      flow_token: token,
      ...Object.fromEntries(Array.from({ length: chance.whole(1_001, 9_000) }, (_, at) => [`k${at}`, at])),
    }),
  'a byte order mark in front': (chance, token) =>
    `${chance.one(['\ufeff', '\u200f', '\u2028', '\u202e'])}{"flow_token":"${token}"}`,
  'a broken response message and nothing else': (chance, token) =>
    JSON.stringify({
      flow_token: token,
      response_message: chance.one<unknown>([
        '{{{',
        '[]',
        'null',
        '7',
        '{"a":1}',
        7,
        true,
        [],
        [[]],
        {},
        { screens: 7 },
        { response: {} },
        '\u0000',
        '"{}"',
        { version: 1 },
      ]),
    }),
  'a broken response message in its wrapper': (chance, token) =>
    JSON.stringify({
      flow_token: token,
      wa_flow_response_params: {
        response_message: chance.one<unknown>(['{', ' ', '{"screens":"x"}', 1, [1], { __proto__: null, screens: {} }]),
      },
    }),
  'trailing and double': (chance, token) =>
    `{"flow_token":"${token}"}${chance.one(['{}', ',', 'x', '\u0000', '}', '//x', ';alert(1)'])}`,
  'numbers that are none': (chance) =>
    `{"a":${chance.one(['NaN', 'Infinity', '0x10', '01', '1.', '.5', '+1', '1e', '--1', '1_000'])}}`,
  'escapes that are none': (chance) =>
    `{"full_name":"${chance.one(['\\x41', '\\u12', '\\uZZZZ', '\\', '\\u{41}', '\n', '\t', '\\0'])}"}`,
}
