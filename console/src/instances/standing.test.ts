import { expect, test } from 'vitest'
import page from '../../../docs/staying-linked.md?raw'
import { readReason, standingOf } from './standing.ts'

const NUMBER = '5511987654321@s.whatsapp.net'

test('every reason that the documentation has is known, but the one that no instance is in', () => {
  const reasons = [...page.matchAll(/^\| `(\w+)` \| [^|]+ \| [^|]+ \|$/gm)].map(([, reason]) => reason ?? '')
  expect(reasons.length).toBeGreaterThan(15)
  expect(reasons.filter((reason) => readReason(reason) === null)).toEqual(['account_restricted'])
})

test('an instance that never had a number is to be linked, and nothing is wrong with it', () => {
  const standing = standingOf({ state: 'disconnected', reason: null, numberJid: null })
  expect(standing).toMatchObject({ situation: 'unlinked', tone: 'plain', next: 'link' })
})

test('a linked number that lost its connection is retried, one that is not linked needs a new code', () => {
  expect(standingOf({ state: 'disconnected', reason: 'connection_lost', numberJid: NUMBER })).toMatchObject({
    situation: 'connection_lost',
    next: 'reconnect',
    isRetried: true,
  })
  expect(standingOf({ state: 'disconnected', reason: 'gateway_stopped', numberJid: null })).toMatchObject({
    next: 'link',
    isRetried: false,
  })
})

test('who logged out here is told something else than who was removed on the phone', () => {
  expect(standingOf({ state: 'loggedout', reason: null, numberJid: null }).situation).toBe('logged_out_here')
  expect(standingOf({ state: 'loggedout', reason: 'logged_out', numberJid: null }).situation).toBe('logged_out')
})

test('what was exported can neither be linked nor reconnected here', () => {
  expect(standingOf({ state: 'disconnected', reason: 'exported', numberJid: NUMBER }).next).toBe('nothing')
  expect(standingOf({ state: 'disconnected', reason: 'exported', numberJid: null }).next).toBe('nothing')
})

test('a reason of a later gateway is no reason of ours, and is said to be unknown', () => {
  const standing = standingOf({ state: 'disconnected', reason: 'toString', numberJid: NUMBER })
  expect(standing).toMatchObject({ situation: 'disconnected', isUnknown: true, next: 'reconnect' })
})

test('a code that waits to be scanned is told from a linked number that is dialled', () => {
  expect(standingOf({ state: 'connecting', reason: null, numberJid: null })).toMatchObject({
    situation: 'linking',
    next: 'link',
  })
  expect(standingOf({ state: 'connecting', reason: null, numberJid: NUMBER })).toMatchObject({
    situation: 'connecting',
    next: 'reconnect',
  })
})
