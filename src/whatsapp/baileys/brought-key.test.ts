import { encodeWAMessage } from '@whiskeysockets/baileys'
import { beforeAll, describe, expect, test } from 'vitest'
import { ANA, GROUP, groupOf, hex, met, pass, quietly, US } from './signal-parties.suite.ts'

beforeAll(quietly)

describe('the sender key that a message brings', () => {
  async function inGroup() {
    const { us, ana } = await met()
    await pass(us, ana, ANA, US, 'um')
    return {
      us,
      write: (words: string) =>
        ana.repository.encryptGroupMessage({ group: GROUP, meId: ANA, data: Buffer.from(words) }),
      async read(msg: Uint8Array) {
        return Buffer.from(await us.repository.decryptGroupMessage({ group: GROUP, authorJid: ANA, msg })).toString()
      },
      async bring(distribution: Uint8Array) {
        const item = { groupId: GROUP, axolotlSenderKeyDistributionMessage: distribution }
        const data = encodeWAMessage({ senderKeyDistributionMessage: item })
        const message = await ana.repository.encryptMessage({ jid: US, data })
        groupOf.add(hex(message.ciphertext))
        await us.repository.decryptMessage({ jid: ANA, ...message })
        return item
      },
    }
  }

  test('is there as soon as the message was read; given once more, it unlocks nothing that was read', async () => {
    const { us, write, read, bring } = await inGroup()
    const first = await write('um')
    const item = await bring(first.senderKeyDistributionMessage)
    expect(await read(first.ciphertext)).toBe('um')
    await write('dois')
    expect(await read((await write('três')).ciphertext)).toBe('três')

    const before = new Map(us.rows)
    await us.repository.processSenderKeyDistributionMessage({ item, authorJid: ANA })
    expect(us.rows).toEqual(before)
    await expect(read(first.ciphertext)).rejects.toThrow('used before')
    expect(await read((await write('quatro')).ciphertext)).toBe('quatro')
  })

  test('does not hinder the message when it is none', async () => {
    const { us, bring } = await inGroup()
    await bring(Uint8Array.of(0x33, 1, 2, 3))
    expect([...us.rows.keys()].some((name) => name.startsWith('sender-key'))).toBe(false)
  })
})
