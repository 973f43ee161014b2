import { expect, test } from 'vitest'
import { createFrameReader, encodeFrame } from './framing.ts'

const prologue = Buffer.from('WA\x06\x03', 'latin1')
const routed = Buffer.concat([Buffer.from('ED\0\x01\0\0\x03', 'latin1'), Buffer.from('abc')])
const stream = [
  prologue,
  encodeFrame(Buffer.from('one')),
  encodeFrame(Buffer.alloc(0)),
  encodeFrame(Buffer.from('three')),
]

test.each([
  ['without', Buffer.concat(stream)],
  ['with', Buffer.concat([routed, ...stream])],
])('frames are the same however the bytes are cut, %s routing information', (_how, bytes) => {
  for (let size = 1; size <= bytes.length; size += 1) {
    const reader = createFrameReader()
    const frames: string[] = []
    let first = ''
    for (let start = 0; start < bytes.length; start += size) {
      const read = reader.push(bytes.subarray(start, start + size))
      if (read.prologue) first += read.prologue.toString('hex')
      frames.push(...read.frames.map((frame) => frame.toString()))
    }
    expect({ size, first, frames }).toEqual({ size, first: '57410603', frames: ['one', '', 'three'] })
  }
})

test('a client that sends without end is stopped', () => {
  const reader = createFrameReader()
  reader.push(Buffer.concat([prologue, Buffer.from([0xff, 0xff, 0xff])]))
  const chunk = Buffer.alloc(9 * 1024 * 1024)
  reader.push(chunk)
  expect(() => reader.push(chunk)).toThrow('frame too large')
})
