import { expect, test } from 'vitest'
import { QuestionRefused } from './ask-server.ts'
import { createGather } from './gather.ts'

/** Questions that are answered by hand, one after another. */
function byHand() {
  const asked: { about: string[]; answer: (answers: ReadonlyMap<string, string>) => void; fail: (e: Error) => void }[] =
    []
  const gather = createGather<string>(
    (about) => {
      const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, string>>()
      asked.push({ about, answer: resolve, fail: reject })
      return promise
    },
    3,
    1,
  )
  const question = (index: number) =>
    expect
      .poll(() => asked[index], { interval: 1 })
      .toBeDefined()
      .then(() => {
        const found = asked[index]
        if (found === undefined) throw new Error(`no question ${index}`)
        return found
      })
  return { asked, gather, question }
}

test('those who ask in one turn are asked about together, and each gets its own answer', async () => {
  const { gather, question } = byHand()
  const [ana, bia] = [gather.ask('ana'), gather.ask('bia')]
  const { about, answer } = await question(0)
  expect(about).toEqual(['ana', 'bia'])
  answer(new Map([['bia', 'there']]))
  expect(await ana).toBeUndefined()
  expect(await bia).toBe('there')
})

test('who asks while a question is out waits for the next one, which has no more than it may', async () => {
  const { asked, gather, question } = byHand()
  const first = gather.ask('ana')
  const { answer } = await question(0)
  const later = ['bia', 'caio', 'dora', 'edu'].map((name) => gather.ask(name))
  expect(asked.length).toBe(1)
  answer(new Map())
  await first
  const second = await question(1)
  expect(second.about).toEqual(['bia', 'caio', 'dora'])
  second.answer(new Map([['caio', 'there']]))
  ;(await question(2)).answer(new Map([['edu', 'there']]))
  expect(await Promise.all(later)).toEqual([undefined, 'there', undefined, 'there'])
})

test('the same is asked once while it waits', async () => {
  const { gather, question } = byHand()
  const twice = [gather.ask('ana'), gather.ask('ana')]
  const { about, answer } = await question(0)
  expect(about).toEqual(['ana'])
  answer(new Map([['ana', 'there']]))
  expect(await Promise.all(twice)).toEqual(['there', 'there'])
})

test('a question that fails fails for those whom it was about, and the next is asked all the same', async () => {
  const { gather, question } = byHand()
  const lost = gather.ask('ana')
  const { fail } = await question(0)
  const next = gather.ask('bia')
  fail(new Error('the server did not answer'))
  await expect(lost).rejects.toThrow('did not answer')
  ;(await question(1)).answer(new Map([['bia', 'there']]))
  expect(await next).toBe('there')
})

test('a few questions are out at a time, and no more', async () => {
  const asked: string[][] = []
  const { promise, resolve } = Promise.withResolvers<ReadonlyMap<string, string>>()
  const gather = createGather<string>(
    (about) => {
      asked.push(about)
      return promise
    },
    100,
    2,
  )
  const answers: Promise<unknown>[] = []
  for (const name of ['ana', 'bia', 'caio', 'dora']) {
    answers.push(gather.ask(name))
    await new Promise((next) => setImmediate(next))
    await new Promise((next) => setImmediate(next))
  }
  expect(asked).toEqual([['ana'], ['bia']])
  resolve(new Map())
  await Promise.all(answers)
  expect(asked).toEqual([['ana'], ['bia'], ['caio', 'dora']])
})

test('one whom the server does not like was the refusal of everybody who was asked about with them', async () => {
  const asked: string[][] = []
  const gather = createGather<string>(async (about) => {
    asked.push(about)
    if (about.includes('bad')) throw new QuestionRefused(406)
    return new Map(about.map((name) => [name, 'there']))
  }, 100)
  const answers = await Promise.allSettled(['ana', 'bia', 'bad', 'caio'].map((name) => gather.ask(name)))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(asked).toEqual([['ana', 'bia', 'bad', 'caio'], ['ana', 'bia'], ['bad', 'caio'], ['bad'], ['caio']])
})

test('a server that is asked too much is not asked again', async () => {
  let asked = 0
  const gather = createGather<string>(async () => {
    asked += 1
    throw new QuestionRefused(429)
  }, 100)
  const answers = await Promise.allSettled(['ana', 'bia', 'caio'].map((name) => gather.ask(name)))
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(asked).toBe(1)
})
