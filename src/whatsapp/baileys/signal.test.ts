import { beforeAll, describe, expect, test } from 'vitest'
import {
  ANA,
  ANA_LID,
  bundleOf,
  GROUP,
  here,
  hex,
  javaScript,
  met,
  ours,
  PRE_KEY,
  pass,
  quietly,
  US,
} from './signal-parties.suite.ts'

beforeAll(quietly)

test('it understands libsignal in JavaScript, and is understood', async () => {
  const { us, ana } = await met()
  for (let round = 0; round < 5; round++) {
    expect(await pass(us, ana, ANA, US, `ida ${round}`)).toBe(`ida ${round}`)
    expect(await pass(ana, us, US, ANA, `volta ${round}`)).toBe(`volta ${round}`)
  }
  expect(await us.repository.validateSession(ANA)).toEqual({ exists: true })
})

test('a session that the other begins is understood, and its one-time key is used up', async () => {
  const us = ours()
  const ana = javaScript()
  await ana.repository.injectE2ESession({ jid: US, session: await bundleOf(us) })
  expect(await pass(ana, us, US, ANA, 'oi')).toBe('oi')
  expect(us.rows.has(`pre-key ${PRE_KEY}`)).toBe(false)
})

test('a key bundle that its owner did not sign is refused, and leaves nothing', async () => {
  const us = ours()
  const session = await bundleOf(javaScript())
  session.signedPreKey.signature = Buffer.alloc(64, 1)
  await expect(us.repository.injectE2ESession({ jid: ANA, session })).rejects.toThrow('signature')
  expect(us.rows.size).toBe(0)
  expect(await us.repository.validateSession(ANA)).toMatchObject({ exists: false })
})

describe('what Baileys must be told by its own words', () => {
  test('a copy of what is here is an empty message, to be acknowledged; of anything else it is asked for again', async () => {
    const { us, ana } = await met()
    await pass(us, ana, ANA, US, 'um')
    const { type, ciphertext } = await ana.repository.encryptMessage({ jid: US, data: Buffer.from('dois') })
    await us.repository.decryptMessage({ jid: ANA, type, ciphertext })
    const again = () => us.repository.decryptMessage({ jid: ANA, type, ciphertext })
    // "Key used already or never filled" would make Baileys refuse it for good.
    await expect(again()).rejects.toThrow('The key of the message was used before')
    here.add(hex(ciphertext))
    expect(await again()).toEqual(Uint8Array.of(1))
  })

  test('a message without a session', async () => {
    const { ana, us } = await met()
    await pass(us, ana, ANA, US, 'um')
    const { ciphertext } = await ana.repository.encryptMessage({ jid: US, data: Buffer.from('x') })
    const lost = ours().repository.decryptMessage({ jid: ANA, type: 'msg', ciphertext })
    await expect(lost).rejects.toThrow('No session record')
  })
})

test('a forged first message with another identity ends no session', async () => {
  const { us, ana } = await met()
  await pass(us, ana, ANA, US, 'um')
  await pass(ana, us, US, ANA, 'dois')
  const eve = javaScript()
  await eve.repository.injectE2ESession({ jid: US, session: await bundleOf(us) })
  const { ciphertext } = await eve.repository.encryptMessage({ jid: US, data: Buffer.from('x') })
  // Within the message that the outer one carries: the fields around it are not signed by anything.
  const inner = Math.floor(ciphertext.length / 2) + 20
  ciphertext[inner] = (ciphertext[inner] ?? 0) ^ 1
  await expect(us.repository.decryptMessage({ jid: ANA, type: 'pkmsg', ciphertext })).rejects.toThrow()
  expect(await pass(ana, us, US, ANA, 'três')).toBe('três')
})

test('sends and arrivals at once take turns', async () => {
  const { us, ana } = await met()
  await pass(us, ana, ANA, US, 'first')
  await pass(ana, us, US, ANA, 'first back')
  const incoming = []
  for (let index = 0; index < 40; index++) {
    incoming.push(await ana.repository.encryptMessage({ jid: US, data: Buffer.from(`in ${index}`) }))
  }
  const [sent, arrived] = await Promise.all([
    Promise.all(
      incoming.map((_, index) => us.repository.encryptMessage({ jid: ANA, data: Buffer.from(`out ${index}`) })),
    ),
    Promise.all(incoming.map(({ type, ciphertext }) => us.repository.decryptMessage({ jid: ANA, type, ciphertext }))),
  ])
  expect(arrived.map((bytes) => Buffer.from(bytes).toString())).toEqual(incoming.map((_, index) => `in ${index}`))
  const read = []
  for (const { type, ciphertext } of sent) {
    read.push(Buffer.from(await ana.repository.decryptMessage({ jid: US, type, ciphertext })).toString())
  }
  expect(read).toEqual(sent.map((_, index) => `out ${index}`))
})

test('a session goes along when a number’s LID is learned, even in the middle of a conversation', async () => {
  const { us, ana } = await met()
  await pass(us, ana, ANA, US, 'by number')
  const learning = us.repository.lidMapping.storeLIDPNMappings([{ lid: ANA_LID, pn: ANA }])
  const sent = await Promise.all(
    [ANA, ANA_LID, ANA, ANA_LID].map(async (jid, index) => {
      if (jid === ANA_LID) await learning
      return us.repository.encryptMessage({ jid, data: Buffer.from(`${index}`) })
    }),
  )
  const read = []
  for (const { type, ciphertext } of sent) {
    read.push(Buffer.from(await ana.repository.decryptMessage({ jid: US, type, ciphertext })).toString())
  }
  expect(read.toSorted()).toEqual(['0', '1', '2', '3'])
  expect(await us.repository.migrateSession(ANA, ANA_LID)).toMatchObject({ migrated: 0 })
  expect([...us.rows.keys()].filter((name) => name.startsWith('session'))).toEqual(['session 200000000000002_1.0'])
  expect(await pass(ana, us, US, ANA_LID, 'by LID')).toBe('by LID')
})

test('a group is understood crosswise', async () => {
  const { us, ana } = await met()
  for (const [from, to, me] of [
    [us, ana, US],
    [ana, us, ANA],
  ] as const) {
    for (const words of ['um', 'dois']) {
      const { ciphertext, senderKeyDistributionMessage } = await from.repository.encryptGroupMessage({
        group: GROUP,
        meId: me,
        data: Buffer.from(words),
      })
      const item = { groupId: GROUP, axolotlSenderKeyDistributionMessage: senderKeyDistributionMessage }
      if (words === 'um') await to.repository.processSenderKeyDistributionMessage({ item, authorJid: me })
      const plaintext = await to.repository.decryptGroupMessage({ group: GROUP, authorJid: me, msg: ciphertext })
      expect(Buffer.from(plaintext).toString()).toBe(words)
    }
    expect(await from.repository.hasSenderKey({ group: GROUP, meId: me })).toBe(true)
  }
  expect(await us.repository.hasSenderKey({ group: '1@g.us', meId: US })).toBe(false)
})
