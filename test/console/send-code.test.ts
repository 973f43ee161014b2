import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bodyOf } from '../../console/src/send/body.ts'
import { curlOf, typescriptOf } from '../../console/src/send/code.ts'
import { type Draft, EMPTY } from '../../console/src/send/draft.ts'
import { EXAMPLES } from '../../console/src/send/examples.ts'

const seed = randomInt(2 ** 31)

const ORIGIN = 'http://127.0.0.1:8080'

/** Whatever a shell, JSON or a template could take amiss, among anything else. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        "'",
        '"',
        '\\',
        '`',
        '$',
        '$' + '{x}',
        '$(id)',
        '!',
        '\n',
        '\r',
        '\0',
        '\u2028',
        '\ud800',
        '</script>',
        ' ',
        '@',
      ),
      {
        maxLength: 30,
      },
    )
    .map((parts) => parts.join('')),
)

const anyDraft: fc.Arbitrary<Draft> = fc
  .record({
    kind: fc.constantFrom('contact_details', 'registration_offer', 'own'),
    number: anyText,
    message: anyText,
    buttonLabel: anyText,
    headerText: anyText,
    offerName: anyText,
    buttonParamsJSON: anyText,
    flowToken: anyText,
    replyText: anyText,
    delay: fc.constantFrom('', '0', '3', '300'),
    expiresIn: fc.constantFrom('', '1', '1,5', '30'),
    questions: fc.array(fc.record({ id: fc.nat(), label: anyText, helperText: anyText }), { maxLength: 3 }),
  })
  .map((typed) => ({ ...EMPTY, ...typed }) as Draft)

/** Runs the command in bash with a curl that only tells its arguments. */
function argumentsOf(command: string): string[] {
  const script = `uuidgen() { echo a-new-key; }\ncurl() { printf '%s\\0' "$@"; }\n${command}`
  const told = execFileSync('bash', ['-c', script], { env: { ...process.env, TOKEN: 'the token' }, encoding: 'utf8' })
  return told.split('\0').slice(0, -1)
}

/** Runs the program with a fetch that only tells how it was called. */
async function callOf(program: string): Promise<[string, RequestInit]> {
  let called: [string, RequestInit] | undefined
  const answer = { ok: true, json: async () => ({ data: { messageId: 'M1' } }) }
  const fetchStub = async (url: string, init: RequestInit) => {
    called = [url, init]
    return answer
  }
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  await AsyncFunction('fetch', 'console', program)(fetchStub, { log: () => {} })
  if (!called) throw new Error('nothing was fetched')
  return called
}

test(`the curl hands the very request to curl, whatever was typed (seed ${seed})`, () => {
  fc.assert(
    fc.property(anyDraft, (draft) => {
      const body = bodyOf(draft)
      const told = argumentsOf(curlOf({ origin: ORIGIN, instance: 'shop', body }))
      const url = `${ORIGIN}/api/message/form/shop`
      const head = [
        '-X',
        'POST',
        url,
        '-H',
        'token: the token',
        '-H',
        'Idempotency-Key: a-new-key',
        '-H',
        'Content-Type: application/json',
        '-d',
      ]
      expect(told.slice(0, -1)).toEqual(head)
      expect(JSON.parse(told.at(-1) ?? '')).toEqual(body)
    }),
    { seed, numRuns: 60 },
  )
})

test(`the TypeScript fetches the very request, whatever was typed (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(anyDraft, async (draft) => {
      const body = bodyOf(draft)
      const [url, { method, headers, body: sent }] = await callOf(
        typescriptOf({ origin: ORIGIN, instance: 'shop', body }),
      )
      expect(url).toBe(`${ORIGIN}/api/message/form/shop`)
      expect(method).toBe('POST')
      const key = expect.stringMatching(/^[\da-f-]{36}$/)
      expect(headers).toEqual({ token: '$TOKEN', 'Idempotency-Key': key, 'Content-Type': 'application/json' })
      expect(JSON.parse(String(sent))).toEqual(body)
    }),
    { seed, numRuns: 300 },
  )
})

test('the TypeScript fails with the sentence of the gateway', async () => {
  const program = typescriptOf({ origin: ORIGIN, instance: 'shop', body: bodyOf(EXAMPLES.offer) })
  const refused = { ok: false, json: async () => ({ error: { message: 'Message is required' } }) }
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  await expect(AsyncFunction('fetch', 'console', program)(async () => refused, {})).rejects.toThrow(
    'Message is required',
  )
})
