import { expect, test } from 'vitest'
import { LockBroken, lockBox, unlockBox } from './locked-box.ts'

const TITLE = 'formwire-example 1'
const PLAIN = Buffer.from('an invented secret')

test('a box opens with its passphrase, however its letters are composed', async () => {
  const box = await lockBox(TITLE, 'caf\u00e9 com leite', PLAIN)
  expect(Buffer.from(await unlockBox(TITLE, 'cafe\u0301 com leite', box))).toEqual(PLAIN)
})

test('two boxes of the same never look alike, and neither shows what is inside', async () => {
  const [one, two] = await Promise.all([lockBox(TITLE, 'open', PLAIN), lockBox(TITLE, 'open', PLAIN)])
  expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false)
  expect(Buffer.from(one).includes(PLAIN)).toBe(false)
})

test('another passphrase does not open it', async () => {
  const box = await lockBox(TITLE, 'open', PLAIN)
  await expect(unlockBox(TITLE, 'Open', box)).rejects.toEqual(new LockBroken('wrong_passphrase'))
})

test('a changed byte is found wherever it is, and a box that was cut short is none', async () => {
  const box = await lockBox(TITLE, 'open', PLAIN)
  const start = TITLE.length + 1
  for (const at of [start, start + 16, start + 28, box.length - 1]) {
    const changed = Buffer.from(box)
    changed[at] = (changed[at] ?? 0) ^ 1
    await expect(unlockBox(TITLE, 'open', changed)).rejects.toEqual(new LockBroken('wrong_passphrase'))
  }
  await expect(unlockBox(TITLE, 'open', box.subarray(0, start + 30))).rejects.toEqual(new LockBroken('no_box'))
})

test('what is locked as one thing does not open as another', async () => {
  const box = await lockBox(TITLE, 'open', PLAIN)
  await expect(unlockBox('formwire-example 2', 'open', box)).rejects.toEqual(new LockBroken('no_box'))
  await expect(unlockBox(TITLE, 'open', Buffer.from('something else'))).rejects.toEqual(new LockBroken('no_box'))
})
