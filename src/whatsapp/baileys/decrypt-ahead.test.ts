import { type BinaryNode, initAuthCreds, type SignalDataTypeMap } from '@whiskeysockets/baileys'
import { expect, test } from 'vitest'
import { collect } from '../../platform/collect.suite.ts'
import { type Ciphertext, createDecryptAhead } from './decrypt-ahead.ts'
import type { Received } from './reception.ts'

const ANA = '5511911111111@s.whatsapp.net'
const ANA_LID = '200000000000001@lid'
const BIA = '5511922222222@s.whatsapp.net'
const CEU = '5511933333333@s.whatsapp.net'
const EDU = '5511955555555@s.whatsapp.net'
const ANA_WEB = '5511911111111:5@s.whatsapp.net'
const US = '5511900000000:1@s.whatsapp.net'

interface Given {
  attrs?: Record<string, string>
  enc?: Record<string, string>
  bytes?: number
  beside?: BinaryNode[]
}

/** Both addresses of Ana, Bia, Ceu and Edu. */
const MAPPINGS: Record<string, string> = Object.fromEntries(
  ['1', '2', '3', '5'].flatMap((digit) => {
    const [phone, lid] = [`55119${digit.repeat(8)}`, `20000000000000${digit}`]
    return [
      [phone, lid],
      [`${lid}_reverse`, phone],
    ]
  }),
)

/** Whose reading ends when the test says so, for messages that are named by their text. */
function openRig() {
  const told: string[] = []
  const begun: string[] = []
  const ends = new Map<string, { resolve(): void; reject(error: Error): void }>()
  const texts = new Map<Uint8Array, string>()
  const unencrypted = new Set<Uint8Array>()
  const keys = {
    get: async <Kind extends keyof SignalDataTypeMap>(kind: Kind, ids: string[]) =>
      Object.fromEntries(
        ids.flatMap((id) => (kind === 'lid-mapping' && MAPPINGS[id] ? [[id, MAPPINGS[id]]] : [])),
      ) as never,
  }
  const ahead = createDecryptAhead({
    device: { creds: { ...initAuthCreds(), me: { id: US } }, keys: keys as never },
    isUnencrypted: (content) => unencrypted.has(content),
  })
  ahead.readWith(({ ciphertext }: Ciphertext) => {
    const text = texts.get(ciphertext) ?? ''
    begun.push(text)
    return new Promise<Received>((resolve, reject) => {
      ends.set(text, {
        resolve: () =>
          resolve({
            plaintext: Buffer.from(text),
            write: null,
            remember: () => undefined,
            tell: () => void told.push(text),
          }),
        reject,
      })
    })
  })
  return {
    ahead,
    told,
    begun,
    unencrypted,
    end(text: string): void {
      ends.get(text)?.resolve()
      ends.delete(text)
    },
    fail: (text: string) => ends.get(text)?.reject(new Error('no session')),
    /** A stanza comes in; its ciphertext. */
    come(text: string, from: string, { attrs = {}, enc = {}, bytes = 100, beside = [] }: Given = {}): Uint8Array {
      const content = Buffer.alloc(bytes, text)
      texts.set(content, text)
      const child = { tag: 'enc', attrs: { v: '2', type: 'msg', ...enc }, content }
      ahead.note({ tag: 'message', attrs: { id: text, from, ...attrs }, content: [child, ...beside] })
      return content
    },
  }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('what waits is read at once, and told in the order in which it came', async () => {
  const { ahead, come, begun, told, end } = openRig()
  const [one, two, three] = [come('one', ANA), come('two', BIA), come('three', CEU)]
  await settle()
  expect(begun).toEqual(['one', 'two', 'three'])
  end('three')
  end('one')
  await settle()
  expect(told).toEqual(['one'])
  expect(Buffer.from((await ahead.take(one)) ?? [])).toEqual(Buffer.from('one'))
  end('two')
  await settle()
  expect(told).toEqual(['one', 'two', 'three'])
  expect(String(await ahead.take(two))).toBe('two')
  expect(String(await ahead.take(three))).toBe('three')
})

test('one that cannot be read is left to its turn, and holds up nothing behind it', async () => {
  const { ahead, come, told, end, fail } = openRig()
  const [one, two] = [come('one', ANA), come('two', BIA)]
  await settle()
  end('two')
  fail('one')
  await settle()
  expect(told).toEqual(['two'])
  expect(await ahead.take(one)).toBe(null)
  expect(String(await ahead.take(two))).toBe('two')
})

const NEW_ADDRESS = 'of a person whose other address is new'

test.each<[string, string, Given]>([
  ['of a group', '120363000000000001@g.us', { attrs: { participant: BIA } }],
  ['of ourselves', '5511900000000@s.whatsapp.net', {}],
  ['of our own phone', US, { attrs: { recipient: BIA } }],
  ['of a status', 'status@broadcast', { attrs: { participant: BIA } }],
  ['that was asked for', BIA, { enc: { count: '1' } }],
  ['with the key of a group', '120363000000000001@g.us', { attrs: { participant: BIA }, enc: { type: 'skmsg' } }],
  ['of two contents', BIA, { beside: [{ tag: 'enc', attrs: { type: 'msg' }, content: Buffer.from('more') }] }],
  ['without content', BIA, { beside: [{ tag: 'unavailable', attrs: {} }] }],
  ['that is large', BIA, { bytes: 65_537 }],
  [NEW_ADDRESS, BIA, { attrs: { sender_lid: '200000000000009@lid' } }],
])('a message %s takes its turn, and what stands behind it waits for that', async (text, from, given) => {
  const { ahead, come, begun } = openRig()
  come('before', ANA)
  const turn = come('turn', from, given)
  const after = come('after', CEU)
  await settle()
  expect(begun).toEqual(['before'])
  if (text !== NEW_ADDRESS) expect(await ahead.take(turn)).toBe(null)
  come('last', EDU)
  await settle()
  expect(begun).toEqual(['before'])
  // Baileys asks for the next when it has handled this one.
  void ahead.take(after)
  await settle()
  expect(begun).toEqual(['before', 'after', 'last'])
})

test('when Baileys has come to one whose address it has learned, what stands behind it is read ahead again', async () => {
  const { ahead, come, begun, end } = openRig()
  const turn = come('turn', BIA, { attrs: { sender_lid: '200000000000009@lid' } })
  come('after', CEU)
  await settle()
  expect(begun).toEqual([])
  const reading = ahead.take(turn)
  await settle()
  expect(begun).toEqual(['turn', 'after'])
  end('turn')
  expect(String(await reading)).toBe('turn')
})

test('what fails when Baileys has come to it is told to Baileys, and not read a second time', async () => {
  const { ahead, come, fail, begun, told, end } = openRig()
  const turn = come('turn', BIA, { attrs: { sender_lid: '200000000000009@lid' } })
  const reading = ahead.take(turn)
  come('after', CEU)
  await settle()
  end('after')
  fail('turn')
  await expect(reading).rejects.toThrow('no session')
  await settle()
  expect(begun).toEqual(['turn', 'after'])
  expect(told).toEqual(['after'])
})

test('what Baileys does not have decrypted is in nobody’s way', async () => {
  const { come, begun } = openRig()
  come('of a bot', BIA, { enc: { type: 'msmsg' } })
  come('of a bot, and more', BIA, {
    enc: { type: 'msmsg' },
    beside: [{ tag: 'enc', attrs: { type: 'msg' }, content: Buffer.from('more') }],
  })
  come('after', CEU)
  await settle()
  expect(begun).toEqual(['after'])
})

test('an unencrypted message takes its turn', async () => {
  const { come, unencrypted, begun, ahead } = openRig()
  const first = come('first', ANA)
  void ahead.take(first)
  const content = Buffer.from('bare')
  unencrypted.add(content)
  ahead.note({
    tag: 'message',
    attrs: { id: 'b', from: ANA },
    content: [{ tag: 'enc', attrs: { type: 'msg' }, content }],
  })
  come('after', BIA)
  await settle()
  expect(begun).toEqual(['first'])
})

test('a person whose other address is known is read ahead', async () => {
  const { come, begun, end } = openRig()
  come('by phone', ANA, { attrs: { sender_lid: ANA_LID } })
  come('by lid', ANA_LID, { attrs: { sender_pn: ANA } })
  come('moved', ANA_LID, { attrs: { sender_pn: BIA } })
  await settle()
  expect(begun).toEqual(['by phone'])
  end('by phone')
  await settle()
  expect(begun).toEqual(['by phone', 'by lid'])
})

test('one that cannot be read while an earlier one waits for the disk ends nothing but itself', async () => {
  const { ahead, come, told, end, fail } = openRig()
  const [one, two] = [come('one', ANA), come('two', BIA)]
  come('three', CEU)
  await settle()
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  process.on('unhandledRejection', note)
  try {
    fail('two')
    await settle()
    await settle()
  } finally {
    process.off('unhandledRejection', note)
  }
  expect(unhandled).toEqual([])
  end('one')
  end('three')
  await settle()
  expect(told).toEqual(['one', 'three'])
  expect(String(await ahead.take(one))).toBe('one')
  expect(await ahead.take(two)).toBe(null)
})

test('what a person writes on two devices is read one after the other, also when the first cannot be read', async () => {
  const { come, begun, end, fail } = openRig()
  come('phone', ANA)
  come('web', ANA_WEB)
  come('by lid', ANA_LID)
  come('of Bia', BIA)
  await settle()
  expect(begun).toEqual(['phone', 'of Bia'])
  fail('phone')
  await settle()
  expect(begun).toEqual(['phone', 'of Bia', 'web'])
  end('web')
  await settle()
  expect(begun).toEqual(['phone', 'of Bia', 'web', 'by lid'])
})

test('a person whose other address nobody has named takes their turn: Baileys asks WhatsApp for it first', async () => {
  const { come, begun } = openRig()
  come('stranger', '5511944444444@s.whatsapp.net')
  await settle()
  expect(begun).toEqual([])
})

test('messages that were read do not stay in memory as long as the line lives', async () => {
  const { ahead, come, end } = openRig()
  const read: WeakRef<Uint8Array>[] = []
  for (const text of ['one', 'two', 'three', 'four']) {
    const content = come(text, ANA)
    await settle()
    end(text)
    const plaintext = await ahead.take(content)
    if (plaintext !== null) read.push(new WeakRef(plaintext))
  }
  await settle()
  collect()
  // The last stanza stands until the next one comes.
  expect(read.slice(0, -1).map((one) => one.deref())).toEqual([undefined, undefined, undefined])
})

test('sixteen are read at once, and the next as soon as Baileys comes to one', async () => {
  const { ahead, come, begun, end } = openRig()
  const contents = Array.from({ length: 20 }, (_, index) => come(`m${index}`, ANA))
  for (let index = 0; index < 15; index += 1) {
    await settle()
    end(`m${index}`)
  }
  await settle()
  expect(begun).toHaveLength(16)
  end('m15')
  await ahead.take(contents[0] ?? Buffer.alloc(0))
  await ahead.take(contents[1] ?? Buffer.alloc(0))
  await settle()
  expect(begun).toHaveLength(17)
})
