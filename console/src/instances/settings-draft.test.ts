import { expect, test } from 'vitest'
import type { Settings } from './instance-shapes.ts'
import { changedOf, changeOf, type Draft, draftOf, faultsOf } from './settings-draft.ts'

const SETTINGS: Settings = {
  autoRejectCalls: false,
  callRejectMessage: '',
  ignoreGroupMessages: false,
  keepOnlineStatus: false,
  autoReadMessages: false,
  disableHistorySync: true,
  ignoreStatus: false,
  retentionDays: null,
  answersInEvents: true,
  buttonLabels: { contact_details: 'Preencher' },
  flowIds: {},
  minSendIntervalMs: 1500,
}
const SAVED = draftOf(SETTINGS, ',')

function bodyOf(edits: Partial<Draft>) {
  return changeOf({ ...SAVED, ...edits }, changedOf(SAVED, edits))
}

test('only what differs is sent, and what was put back is no change', () => {
  expect(bodyOf({ autoRejectCalls: true, keepOnlineStatus: false })).toEqual({ autoRejectCalls: true })
  expect(changedOf(SAVED, { keeping: { way: 'server', days: '' }, pace: '1,5' })).toEqual([])
})

test('seconds are typed with a comma or a point, and sent as milliseconds', () => {
  expect(SAVED.pace).toBe('1,5')
  expect(draftOf({ ...SETTINGS, minSendIntervalMs: 2000 }, '.').pace).toBe('2')
  expect(bodyOf({ pace: '2.25' })).toEqual({ minSendIntervalMs: 2250 })
  expect(bodyOf({ pace: '0,001' })).toEqual({ minSendIntervalMs: 1 })
  expect(bodyOf({ pace: '' })).toEqual({ minSendIntervalMs: 0 })
})

test.each(['3601', '-1', '1,5,5', 'two', '1e3', '1,0005'])('%s is no distance between sends', (pace) => {
  expect(faultsOf({ ...SAVED, pace })).toEqual({ pace: 'pace' })
})

test('answers are kept as the server does, for ever, or for days', () => {
  expect(bodyOf({ keeping: { way: 'ever', days: '' } })).toEqual({ retentionDays: 0 })
  expect(bodyOf({ keeping: { way: 'days', days: ' 90 ' } })).toEqual({ retentionDays: 90 })
  const kept = draftOf({ ...SETTINGS, retentionDays: 90 }, '.')
  expect(changeOf({ ...kept, keeping: { way: 'server', days: '' } }, ['keeping'])).toEqual({ retentionDays: null })
  for (const days of ['', '0', '36501', '1.5', 'many']) {
    expect(faultsOf({ ...SAVED, keeping: { way: 'days', days } })).toEqual({ keeping: 'days' })
  }
  expect(faultsOf({ ...SAVED, keeping: { way: 'ever', days: 'left over' } })).toEqual({})
})

test('words that are emptied go back to those of the server', () => {
  expect(bodyOf({ buttonLabels: { contact_details: ' ', registration_offer: '' } })).toEqual({ buttonLabels: null })
  expect(bodyOf({ buttonLabels: { contact_details: 'Preencher', registration_offer: ' Quero ' } })).toEqual({
    buttonLabels: { contact_details: 'Preencher', registration_offer: 'Quero' },
  })
  expect(faultsOf({ ...SAVED, flowIds: { contact_details: 'x'.repeat(257), registration_offer: '' } })).toEqual({
    flowIds: 'word',
  })
})

test('a text for callers of spaces alone is none', () => {
  expect(bodyOf({ callRejectMessage: ' \n ' })).toEqual({ callRejectMessage: null })
  expect(bodyOf({ callRejectMessage: ' Só mensagens. ' })).toEqual({ callRejectMessage: ' Só mensagens. ' })
})
