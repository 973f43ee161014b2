import { randomBytes, randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import { rememberProofs } from './proofs.ts'

const KEY = randomBytes(32)
const MESSAGE = randomBytes(60)
const SIGNATURE = randomBytes(64)

/** Counts what it is asked; only one claim is true. */
function judge() {
  const asked: string[] = []
  const verify = (...claim: Uint8Array[]) => {
    const bytes = Buffer.concat(claim).toString('hex')
    asked.push(bytes)
    return claim[0]?.length === KEY.length && bytes === Buffer.concat([KEY, MESSAGE, SIGNATURE]).toString('hex')
  }
  return { asked, remembered: rememberProofs(verify) }
}

test('a good signature is checked once, however often it is shown', () => {
  const { asked, remembered } = judge()
  for (let time = 0; time < 5; time += 1) expect(remembered(KEY, MESSAGE, SIGNATURE)).toBe(true)
  expect(remembered(Buffer.from(KEY), new Uint8Array(MESSAGE), Buffer.from(SIGNATURE))).toBe(true)
  expect(asked).toHaveLength(1)
})

test('what differs from a good one by a bit is checked itself, every time', () => {
  const { asked, remembered } = judge()
  remembered(KEY, MESSAGE, SIGNATURE)
  for (const place of [0, 1, 2]) {
    const claim = [Buffer.from(KEY), Buffer.from(MESSAGE), Buffer.from(SIGNATURE)] as const
    const part = claim[place as 0 | 1 | 2]
    const at = randomInt(part.length)
    part[at] = (part[at] ?? 0) ^ (1 << randomInt(8))
    expect(remembered(...claim)).toBe(false)
    expect(remembered(...claim)).toBe(false)
  }
  expect(asked).toHaveLength(7)
})

test('bytes that moved from one part of a claim to another make another claim', () => {
  const { remembered } = judge()
  remembered(KEY, MESSAGE, SIGNATURE)
  const moved = Buffer.concat([KEY, MESSAGE.subarray(0, 1)])
  expect(remembered(moved, MESSAGE.subarray(1), SIGNATURE)).toBe(false)
  expect(remembered(KEY.subarray(0, 31), Buffer.concat([KEY.subarray(31), MESSAGE]), SIGNATURE)).toBe(false)
})

test('many chains do not fill the memory: the oldest is checked again', () => {
  let checked = 0
  const remembered = rememberProofs(() => {
    checked += 1
    return true
  })
  const claims = Array.from({ length: 100 }, (_, index) => Buffer.from([index]))
  for (const claim of claims) remembered(KEY, claim, SIGNATURE)
  remembered(KEY, Buffer.from([99]), SIGNATURE)
  expect(checked).toBe(100)
  remembered(KEY, Buffer.from([0]), SIGNATURE)
  expect(checked).toBe(101)
})
