import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EngineName } from '../../src/platform/db/test-store.suite.ts'
import { type Chance, chanceOf } from '../hostile/chance.ts'
import { control, type Sandbox } from '../journey/sandbox.ts'
import { ANA, allOnPhone } from '../journey/shop.ts'
import { openRig, type Rig } from './rig.ts'
import type { Served } from './served.ts'

const SHORT = { sqlite: 3, postgres: 2 } as const
const SEED = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const CALLERS = 4
const LONGEST_LIFE_MS = 900

/** Callers send forms without pause, each under a key of its own, while the gateway is killed and started again. */
export function testKilledSends(engine: EngineName): void {
  const kills = Number(process.env['KILLS'] ?? SHORT[engine])
  let rig: Rig
  let sandbox: Sandbox
  let gateway: Served

  beforeAll(async () => {
    rig = await openRig(engine)
    sandbox = rig.sandbox
    gateway = rig.gateway
    await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' })
  }, 300_000)

  afterAll(() => rig?.close())

  test(`${kills} kills in the middle of sends: nothing is sent twice, every state is true (seed ${SEED})`, async () => {
    const chance = chanceOf(SEED)
    const isOver = { now: false }
    const answers = new Map<string, { status: number; messageId: string | null }>()
    const callers = Array.from({ length: CALLERS }, (_, caller) => callOn(caller, chance, isOver, answers))
    for (let kill = 0; kill < kills; kill += 1) {
      await new Promise((resolve) => setTimeout(resolve, chance.next() * LONGEST_LIFE_MS))
      await gateway.kill()
      await gateway.start()
      await rig.untilConnected()
    }
    isOver.now = true
    await Promise.all(callers)
    await judge(answers)
  }, 1_800_000)

  /** One caller: a form after the other, each asked for again under its key until it is answered. */
  async function callOn(
    caller: number,
    chance: Chance,
    isOver: { now: boolean },
    answers: Map<string, { status: number; messageId: string | null }>,
  ): Promise<void> {
    for (let count = 0; !isOver.now; count += 1) {
      const flowToken = `kill-${caller}-${count}`
      const delay = chance.next() < 0.25 ? 1 : 0
      const body = { number: ANA, message: flowToken, flowToken, delay }
      for (;;) {
        const reply = await gateway.call('POST', '/api/message/form/shop', { key: flowToken, body }).catch(() => null)
        if (reply !== null && reply.status !== 503) {
          answers.set(flowToken, { status: reply.status, messageId: reply.body.data?.messageId ?? null })
          break
        }
        await new Promise((resolve) => setTimeout(resolve, 30))
      }
    }
  }

  async function judge(answers: Map<string, { status: number; messageId: string | null }>): Promise<void> {
    const states: Record<string, number> = {}
    const forms = new Map<string, { messageId: string; state: string }>()
    for (const flowToken of answers.keys()) {
      const read = async () => (await gateway.call('GET', `/api/form/get/shop?flowToken=${flowToken}`)).body.form
      await expect.poll(async () => (await read()).state, { timeout: 30_000 }).not.toMatch(/^(queued|sending)$/)
      const form = await read()
      forms.set(flowToken, form)
      states[form.state] = (states[form.state] ?? 0) + 1
    }
    const arrived = new Map<string, string[]>()
    for (const { id, fromMe, message } of await allOnPhone(sandbox, ANA)) {
      const flowToken = message.interactiveMessage?.body?.text
      if (!fromMe && flowToken !== undefined) arrived.set(flowToken, [...(arrived.get(flowToken) ?? []), id])
    }
    for (const [flowToken, { messageId }] of answers) {
      const copies = arrived.get(flowToken) ?? []
      const form = forms.get(flowToken)
      expect(copies.length, `${flowToken} arrived once at most`).toBeLessThanOrEqual(1)
      if (messageId !== null) expect(form?.messageId, `${flowToken} is kept as it was answered`).toBe(messageId)
      if (/^(sent|delivered|read)$/.test(form?.state ?? ''))
        expect(copies, `${flowToken} arrived`).toEqual([form?.messageId])
      if (form?.state === 'failed') expect(copies, `${flowToken} failed, so it did not arrive`).toEqual([])
    }
    const told = JSON.stringify({
      engine,
      kills,
      seed: SEED,
      sends: answers.size,
      arrived: arrived.size,
      states,
    })
    process.stdout.write(`killed sends: ${told}\n`)
    expect(answers.size).toBeGreaterThan(kills)
    expect([...arrived.keys()].filter((flowToken) => !answers.has(flowToken))).toEqual([])
  }
}
