import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { EngineName } from '../../src/platform/db/test-store.suite.ts'
import { chanceOf } from '../hostile/chance.ts'
import { answerWithoutPause } from './answering.ts'
import { askStore } from './ask-store.ts'
import { killAgainAndAgain } from './killing.ts'
import { type MoodyReceiver, startMoodyReceiver } from './moody-receiver.ts'
import { type Chat, gatherPeople, type Person } from './people.ts'
import { openRig, type Rig } from './rig.ts'
import { lookUpAll, readStored } from './stored.ts'
import { judgeAnswers } from './verdict.ts'

const SHORT = { sqlite: 4, postgres: 2 } as const
const SEED = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const SETTLES_WITHIN_MS = 300_000

/** Phones answer without pause while the gateway is killed and started again, and its receiver has its moods. */
export function testKilledAnswers(engine: EngineName): void {
  const kills = Number(process.env['KILLS'] ?? SHORT[engine])
  let rig: Rig
  let receiver: MoodyReceiver
  let cast: { people: Person[]; chats: Chat[] }

  beforeAll(async () => {
    rig = await openRig(engine, { EGRESS_ALLOW: '127.0.0.0/8' })
    receiver = await startMoodyReceiver(chanceFor('receiver'))
    cast = await gatherPeople(rig.sandbox)
    const body = { enabled: true, url: receiver.url, events: ['message.exchange', 'form.answered'] }
    const { webhook } = (await rig.gateway.call('POST', '/api/events/webhook/shop', { body })).body
    receiver.expectSignature(webhook.secret)
  }, 300_000)

  afterAll(async () => {
    await rig?.close()
    await receiver?.close()
  })

  test(`${kills} kills in the middle of answers: each acknowledged one is kept once and delivered (seed ${SEED})`, async () => {
    const { gateway, place } = rig
    const answering = answerWithoutPause(rig, cast, receiver, chanceFor)
    const { given, acknowledged } = answering
    await answering.begun()
    const moments = await killAgainAndAgain(rig, receiver, chanceFor('kills'), kills)
    receiver.calmDown()
    const isHeard = (id: string) => acknowledged.received.has(id) || acknowledged.acked.has(id)
    await answering.stop()
    await vi
      .waitUntil(() => given.every(({ messageId }) => isHeard(messageId)), { timeout: 30_000, interval: 50 })
      .catch(() => {})
    await answering.close()
    const isIdle = async () =>
      (await gateway.call('GET', '/api/events/deliveries/shop?state=pending&limit=1')).body.deliveries.length === 0
    await vi.waitUntil(isIdle, { timeout: SETTLES_WITHIN_MS, interval: 200 }).catch(() => {})

    const stored = await readStored(gateway)
    const missing = await lookUpAll(
      gateway,
      given.flatMap(({ messageId }) => (isHeard(messageId) ? [messageId] : [])),
    )
    const verdict = judgeAnswers(given, acknowledged, stored, receiver.arrivals)
    await gateway.stop()
    const inbox = await askStore(place, 'select count(*) as count from inbox')

    const deliveries = Map.groupBy(receiver.arrivals, ({ id }) => id)
    const accepted = [...deliveries.values()].map((attempts) => attempts.filter(({ isAccepted }) => isAccepted).length)
    const told = {
      engine,
      kills,
      moments,
      seed: SEED,
      answers: given.length,
      receipts: given.filter(({ messageId }) => acknowledged.received.has(messageId)).length,
      acksOnly: given.filter(({ messageId: id }) => !acknowledged.received.has(id) && acknowledged.acked.has(id))
        .length,
      unacknowledged: given.filter(({ messageId }) => !isHeard(messageId)).length,
      retried: given.filter(({ messageId }) => acknowledged.retried.has(messageId)).length,
      stored: [...stored.answers.values()].flat().length,
      forms: stored.forms.length,
      unmatched: [...stored.answers.values()].flat().filter(({ flowToken }) => flowToken === null).length,
      answersDelivered: receiver.marks.size,
      deliveries: deliveries.size,
      deliveredMoreThanOnce: accepted.filter((times) => times > 1).length,
      receiver: receiver.counts,
      overtaken: [...stored.failures.values()].filter((failures) => failures >= 3).length,
      wrong: Object.fromEntries(Object.entries(verdict).map(([what, which]) => [what, which.length])),
    }
    process.stdout.write(`killed answers: ${JSON.stringify(told)}\n`)
    expect({ ...verdict, missing, inbox, pending: stored.pending, forged: receiver.counts.forged }).toEqual({
      ...Object.fromEntries(Object.keys(verdict).map((what) => [what, []])),
      missing: [],
      inbox: 0,
      pending: 0,
      forged: 0,
    })
    expect(told.receipts).toBeGreaterThan(kills)
  }, 3_600_000)
}

/** Each actor has a chance of its own: who is quicker changes nothing of what the others do. */
function chanceFor(actor: string) {
  return chanceOf([...actor].reduce((mixed, letter) => Math.imul(mixed, 31) + letter.charCodeAt(0), SEED))
}
