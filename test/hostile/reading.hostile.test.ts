import { expect, test } from 'vitest'
import { type AnswerReading, readAnswer, type Unreadable } from '../../src/form/domain/reading.ts'
import { searchKeys } from '../../src/form/domain/search.ts'
import { type TypedAnswer, typeAnswer } from '../../src/form/domain/typed.ts'
import { chanceOf } from './chance.ts'
import { type HostileCase, hostileCase } from './corpus.ts'
import { CAP } from './families-broken.ts'

const CASES = Number(process.env['HOSTILE_CASES'] ?? 10_000)
const SEED = Number(process.env['HOSTILE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const TOKEN = 'the-token-of-a-form'

/** As many custom questions as a form may ask, with labels as long as they may be. */
const ASKED = Array.from({ length: 10 }, (_, at) => ({ label: `Pergunta ${at} ${'ção'.repeat(80)}` }))

function readThrough(hostile: HostileCase): { reading: AnswerReading | Unreadable; typed: TypedAnswer | null } {
  const { paramsJson, version, body, seed } = hostile
  const reading = readAnswer({ name: 'galaxy_message', paramsJson, version, body }, { messageId: 'quoted' })
  if (reading.type === 'unreadable') return { reading, typed: null }
  const isAsked = chanceOf(seed).next() < 0.5
  const context = isAsked ? { fields: ['fullName', 'email'], customFields: ASKED } : { customFields: [] }
  const typed = typeAnswer(reading.fields, { personDigits: '5511987654321', ...context })
  searchKeys(typed)
  return { reading, typed }
}

/** Every text in a value, names of members too. */
function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (!Array.isArray(value)) yield name
    yield* textsIn(member)
  }
}

function judge({ kind, isStranger }: HostileCase, { reading, typed }: ReturnType<typeof readThrough>): void {
  expect(reading.type).toBe(kind === 'broken' ? 'unreadable' : 'read')
  if (reading.type === 'unreadable') {
    expect(reading.raw.length).toBeLessThanOrEqual(4_096)
  } else {
    expect(Buffer.byteLength(reading.raw)).toBeLessThanOrEqual(CAP)
    expect(reading.fields.length).toBeLessThanOrEqual(2_000)
    expect(reading.flowToken === TOKEN).toBe(isStranger)
  }
  let size = 0
  for (const text of textsIn({ reading, typed })) {
    if (text.includes('\u0000') || !text.isWellFormed()) throw new Error('a text that a store would refuse')
    size += text.length
  }
  expect(size).toBeLessThanOrEqual(6 * CAP)
}

test(`${CASES} hostile answers are read without harm (seed ${SEED})`, () => {
  const slowest = { ms: 0, seed: 0, family: '' }
  const inherited = Object.getOwnPropertyNames(Object.prototype)
  for (let seed = SEED; seed < SEED + CASES; seed += 1) {
    const hostile = hostileCase(seed, TOKEN)
    const before = process.threadCpuUsage()
    try {
      const outcome = readThrough(hostile)
      const { user, system } = process.threadCpuUsage(before)
      const ms = (user + system) / 1_000
      if (ms > slowest.ms) Object.assign(slowest, { ms, seed, family: hostile.family })
      judge(hostile, outcome)
    } catch (cause) {
      throw new Error(`HOSTILE_SEED=${seed} HOSTILE_CASES=1: ${hostile.family}`, { cause })
    }
  }
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(inherited)
  process.stdout.write(`hostile answers: ${JSON.stringify({ cases: CASES, seed: SEED, slowest })}\n`)
}, 600_000)

test('a seed always makes the same case', () => {
  for (let seed = 0; seed < 100; seed += 1) expect(hostileCase(seed, TOKEN)).toEqual(hostileCase(seed, TOKEN))
})
