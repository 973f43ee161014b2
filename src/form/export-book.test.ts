import { expect, test } from 'vitest'
import { createExportBook } from './export-book.ts'

const BOUNDS = { perInstance: 2, inAll: 3, endedMs: 1_000 }
const TAKEN = expect.objectContaining({ code: 'export_id_taken' })
const UNKNOWN = expect.objectContaining({ code: 'export_not_found' })

function openBook() {
  let now = 0
  const clock = { now: () => now, after: () => ({ cancel: () => undefined }) }
  const book = createExportBook(clock, BOUNDS)
  const known = (instance: string, ...ids: string[]) =>
    ids.filter((id) => {
      try {
        return book.find(instance, id)
      } catch {
        return false
      }
    })
  return {
    book,
    known,
    pass: (ms: number) => {
      now += ms
    },
  }
}

test('it goes on and never back, and what ended changes no more', () => {
  const { book } = openBook()
  const mark = book.begin('shop', 'a')
  expect(book.find('shop', 'a')).toEqual({ exportId: 'a', state: 'writing', rows: 0, done: 0 })
  mark.wrote(200)
  mark.walked(0.5)
  mark.walked(0.4)
  expect(book.find('shop', 'a')).toEqual({ exportId: 'a', state: 'writing', rows: 200, done: 0.5 })
  mark.end('failed')
  mark.wrote(1)
  mark.walked(0.9)
  mark.end('done')
  expect(book.find('shop', 'a')).toEqual({ exportId: 'a', state: 'failed', rows: 200, done: 0.5 })
})

test('one that is done is whole', () => {
  const { book } = openBook()
  book.begin('shop', 'a').end('done')
  expect(book.find('shop', 'a')).toEqual({ exportId: 'a', state: 'done', rows: 0, done: 1 })
})

test('an id that is being written is not given again; one that ended is, and the old one tells nothing more', () => {
  const { book } = openBook()
  const first = book.begin('shop', 'a')
  expect(() => book.begin('shop', 'a')).toThrow(TAKEN)
  first.end('failed')
  const second = book.begin('shop', 'a')
  first.end('done')
  second.wrote(1)
  expect(book.find('shop', 'a')).toMatchObject({ state: 'writing', rows: 1 })
})

test('another instance knows nothing of it, whatever the names', () => {
  const { book } = openBook()
  book.begin('shop', 'a')
  expect(() => book.find('other', 'a')).toThrow(UNKNOWN)
  book.begin('other', 'a').wrote(7)
  expect(book.find('shop', 'a')).toMatchObject({ rows: 0 })
})

test('one that ended is forgotten after a while, one that is being written is not', () => {
  const { book, known, pass } = openBook()
  book.begin('shop', 'slow')
  book.begin('shop', 'quick').end('done')
  pass(999)
  expect(known('shop', 'slow', 'quick')).toEqual(['slow', 'quick'])
  pass(1)
  expect(known('shop', 'slow', 'quick')).toEqual(['slow'])
})

test('of too many the one that ended first is forgotten, an instance by itself before others', () => {
  const { book, known, pass } = openBook()
  const one = book.begin('shop', '1')
  book.begin('shop', '2').end('done')
  pass(1)
  one.end('done')
  book.begin('shop', '3')
  expect(known('shop', '1', '2', '3')).toEqual(['1', '3'])
  book.begin('other', '1')
  book.begin('third', '1')
  expect([known('shop', '1', '3'), known('other', '1'), known('third', '1')]).toEqual([['3'], ['1'], ['1']])
})

test('one that is forgotten while it is being written goes on', () => {
  const { book, known } = openBook()
  const mark = book.begin('shop', '1')
  for (const id of ['2', '3']) book.begin('shop', id)
  expect(known('shop', '1', '2', '3')).toEqual(['2', '3'])
  mark.wrote(1)
  mark.end('done')
  expect(known('shop', '1')).toEqual([])
})
