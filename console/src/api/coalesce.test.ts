import { expect, test } from 'vitest'
import { coalesce } from './coalesce.ts'

/** A run that ends when it is told to, and a timer that is over when it is told to be. */
function makeStage() {
  const ends: { resolve: () => void; reject: (error: Error) => void }[] = []
  const timers: (() => void)[] = []
  let stopped = 0
  const coalesced = coalesce(
    () => new Promise<void>((resolve, reject) => ends.push({ resolve, reject })),
    (callBack) => {
      timers.push(callBack)
      return () => {
        stopped += 1
      }
    },
  )
  return { coalesced, ends, timers, runs: () => ends.length, stopped: () => stopped }
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve))

test('a hundred events while one read is under way ask for one more, after the pause', async () => {
  const stage = makeStage()
  for (let event = 0; event < 100; event += 1) stage.coalesced.ask()
  expect(stage.runs()).toBe(1)
  stage.ends[0]?.resolve()
  await settled()
  for (let event = 0; event < 100; event += 1) stage.coalesced.ask()
  expect(stage.runs()).toBe(1)
  stage.timers[0]?.()
  expect(stage.runs()).toBe(2)
  stage.ends[1]?.resolve()
  await settled()
  stage.timers[1]?.()
  expect(stage.runs()).toBe(2)
})

test('a read that fails is over like any other', async () => {
  const stage = makeStage()
  stage.coalesced.ask()
  stage.coalesced.ask()
  stage.ends[0]?.reject(new Error('away'))
  await settled()
  stage.timers[0]?.()
  expect(stage.runs()).toBe(2)
})

test('nothing begins after the end', async () => {
  const stage = makeStage()
  stage.coalesced.ask()
  stage.coalesced.ask()
  stage.ends[0]?.resolve()
  await settled()
  stage.coalesced.end()
  expect(stage.stopped()).toBe(1)
  stage.timers[0]?.()
  stage.coalesced.ask()
  expect(stage.runs()).toBe(1)
})
