import { EventEmitter } from 'node:events'
import { DEFAULT_CONNECTION_CONFIG } from '@whiskeysockets/baileys'
import { expect, test, vi } from 'vitest'
import { limitQuestions } from './questions.ts'
import { steppedClock } from './stepped-clock.suite.ts'

function rig() {
  const clock = steppedClock()
  const ws = new EventEmitter()
  limitQuestions(ws, clock)
  return { clock, ws }
}

test('a question that nobody answers ends after as long as Baileys itself would wait', () => {
  const { clock, ws } = rig()
  const onAnswer = vi.fn()
  ws.on('TAG:1', onAnswer)
  clock.pass((DEFAULT_CONNECTION_CONFIG.defaultQueryTimeoutMs ?? 0) - 1)
  expect(onAnswer).not.toHaveBeenCalled()
  clock.pass(1)
  expect(onAnswer.mock.calls).toEqual([[undefined]])
})

test('one that was answered, or whose asker has gone, leaves no timer behind', () => {
  const { clock, ws } = rig()
  const onAnswer = vi.fn()
  ws.once('TAG:1', onAnswer)
  ws.on('TAG:2', onAnswer)
  ws.emit('TAG:1', { tag: 'iq' })
  ws.off('TAG:2', onAnswer)
  expect(clock.pending()).toBe(0)
  expect(onAnswer).toHaveBeenCalledTimes(1)
})

test('each question has a limit of its own', () => {
  const { clock, ws } = rig()
  const [first, second] = [vi.fn(), vi.fn()]
  ws.on('TAG:1', first)
  clock.pass(30_000)
  ws.on('TAG:2', second)
  clock.pass(30_000)
  expect(first).toHaveBeenCalledTimes(1)
  expect(second).not.toHaveBeenCalled()
})

test('what is listened to for as long as the socket lives has no limit', () => {
  const { clock, ws } = rig()
  ws.on('CB:message', () => {})
  expect(clock.pending()).toBe(0)
})
