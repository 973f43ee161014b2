import { expect, test } from 'vitest'
import { changeSettings, countGiven, DEFAULT_SETTINGS, parseSettings } from './settings.ts'

test('only history sync is off from the start', () => {
  const flags = Object.entries(DEFAULT_SETTINGS).filter(([, value]) => value === true)
  expect(flags.map(([name]) => name)).toEqual(['disableHistorySync', 'answersInEvents'])
})

test('a change names what it changes; the rest stays', () => {
  const changed = changeSettings(
    { ...DEFAULT_SETTINGS, ignoreStatus: true },
    { retentionDays: 7, ignoreStatus: undefined },
  )
  expect(changed).toEqual({ ...DEFAULT_SETTINGS, ignoreStatus: true, retentionDays: 7 })
  expect(countGiven({ retentionDays: null, ignoreStatus: undefined })).toBe(1)
  expect(countGiven({})).toBe(0)
})

test('settings stored by an older version have the defaults of what came later', () => {
  expect(parseSettings('{"autoReadMessages":true}')).toEqual({ ...DEFAULT_SETTINGS, autoReadMessages: true })
})
