import { expect, test } from 'vitest'
import type { LineNews } from '../port.ts'
import { createNewsDesk } from './news.ts'

const code = (qr: string): LineNews => ({ type: 'code', qr })

/** A listener that is in the middle of each of its news until the test lets it go on. */
function slowListener() {
  const begun: string[] = []
  const under = new Map<string, { next(): void; end(error?: Error): void }>()
  const lost: unknown[] = []
  const desk = createNewsDesk(
    {
      hear(news, next) {
        const name = news.type === 'code' ? news.qr : news.type
        begun.push(name)
        return new Promise((resolve, reject) => {
          under.set(name, { next, end: (error) => (error ? reject(error) : resolve()) })
        })
      },
    },
    (error) => lost.push(error),
  )
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return { desk, begun, under, lost, turn }
}

test('the next news come when the listener says so, and at the latest when it has handled the last', async () => {
  const { desk, begun, under, turn } = slowListener()
  const heard: string[] = []
  for (const name of ['one', 'two', 'three']) desk.tell(code(name), () => heard.push(name))
  await turn()
  expect(begun).toEqual(['one'])
  under.get('one')?.next()
  await turn()
  expect(begun).toEqual(['one', 'two'])
  under.get('two')?.end()
  await turn()
  expect(begun).toEqual(['one', 'two', 'three'])
  expect(heard).toEqual(['two'])
  under.get('one')?.end()
  under.get('three')?.end()
  await desk.drained()
  expect(heard).toEqual(['two', 'one', 'three'])
})

test('a listener that fails loses its own news, those before and behind them are heard', async () => {
  const { desk, begun, under, lost, turn } = slowListener()
  const heard: string[] = []
  const unheard: string[] = []
  const tell = (name: string) =>
    desk.tell(
      code(name),
      () => heard.push(name),
      () => unheard.push(name),
    )
  for (const name of ['one', 'two', 'three']) tell(name)
  for (const name of ['one', 'two', 'three']) {
    await turn()
    under.get(name)?.next()
  }
  expect(begun).toEqual(['one', 'two', 'three'])
  under.get('two')?.end(new Error('disk full'))
  under.get('three')?.end()
  under.get('one')?.end()
  await desk.drained()
  expect({ heard: heard.toSorted(), unheard }).toEqual({ heard: ['one', 'three'], unheard: ['two'] })
  expect(lost).toEqual([new Error('disk full')])
})

test('news that cannot be made, and a listener that throws at once, stop nobody behind them', async () => {
  const unheard: string[] = []
  const heard: string[] = []
  const desk = createNewsDesk(
    {
      hear(news) {
        if (news.type === 'code' && news.qr === 'bad') throw new Error('a bug')
        return Promise.resolve()
      },
    },
    () => {},
  )
  const broken = () => Promise.reject(new Error('no look-up'))
  desk.tell(
    broken,
    () => heard.push('broken'),
    () => unheard.push('broken'),
  )
  desk.tell(
    code('bad'),
    () => heard.push('bad'),
    () => unheard.push('bad'),
  )
  desk.tell(code('good'), () => heard.push('good'))
  await desk.drained()
  expect({ heard, unheard }).toEqual({ heard: ['good'], unheard: ['broken', 'bad'] })
})

test('no more than sixteen news are under way with a listener that always takes the next', async () => {
  let under = 0
  const ends: (() => void)[] = []
  const desk = createNewsDesk(
    {
      async hear(_news, next) {
        under += 1
        next()
        await new Promise<void>((resolve) => ends.push(resolve))
        under -= 1
      },
    },
    () => {},
  )
  for (let index = 0; index < 40; index += 1) desk.tell(code(String(index)))
  await expect.poll(() => under).toBe(16)
  await new Promise((resolve) => setImmediate(resolve))
  expect(under).toBe(16)
  while (ends.length > 0) {
    for (const end of ends.splice(0)) end()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await desk.drained()
  expect(under).toBe(0)
})
