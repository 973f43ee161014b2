import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { control, type Sandbox, startSandbox } from '../journey/sandbox.ts'
import { ANA, allOnPhone, SHOP } from '../journey/shop.ts'
import { type Served, serve } from './served.ts'

const KILLS = Number(process.env['KILLS'] ?? 3)
const SEED = Number(process.env['KILL_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const CALLERS = 4
const LONGEST_LIFE_MS = 900

/** Chance that can be repeated (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Callers send forms without pause, each under a key of its own, while the gateway is killed and started again. */
export function testKilledSends(engine: EngineName): void {
  let place: StorePlace
  let sandbox: Sandbox
  let gateway: Served

  beforeAll(async () => {
    // The phones' libsignal prints whole sessions, private keys included; a test's output is no place for them.
    for (const method of ['info', 'warn', 'error'] as const) vi.spyOn(globalThis.console, method).mockReturnValue()
    place = await makePlace(engine)
    sandbox = await startSandbox()
    const { databaseUrl, dataDir } = place.options
    gateway = serve({
      DATA_DIR: dataDir,
      WHATSAPP_URL: sandbox.whatsappUrl,
      WHATSAPP_ROOT_KEY: sandbox.rootKey,
      ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    })
    await gateway.start()
    await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' })
    await control(sandbox, 'phones', { phone: SHOP })
    await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
    const { body } = await gateway.call('GET', '/api/instance/connect/shop')
    await control(sandbox, 'link', { phone: SHOP, qr: body.qrCode })
    await untilConnected()
  })

  afterAll(async () => {
    await gateway?.kill()
    await sandbox?.close()
    await place?.remove()
  })

  async function untilConnected(): Promise<void> {
    const deadline = Date.now() + 30_000
    for (;;) {
      const { body } = await gateway.call('GET', '/api/instance/list')
      if (body.instances[0]?.status === 'connected') return
      if (Date.now() > deadline) throw new Error('the gateway did not connect again')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  test(`${KILLS} kills in the middle of sends: nothing is sent twice, every state is true (seed ${SEED})`, async () => {
    const random = seeded(SEED)
    const isOver = { now: false }
    const answers = new Map<string, { status: number; messageId: string | null }>()
    const callers = Array.from({ length: CALLERS }, (_, caller) => callOn(caller, random, isOver, answers))
    for (let kill = 0; kill < KILLS; kill += 1) {
      await new Promise((resolve) => setTimeout(resolve, random() * LONGEST_LIFE_MS))
      await gateway.kill()
      await gateway.start()
      await untilConnected()
    }
    isOver.now = true
    await Promise.all(callers)
    await judge(answers)
  }, 1_800_000)

  /** One caller: a form after the other, each asked for again under its key until it is answered. */
  async function callOn(
    caller: number,
    random: () => number,
    isOver: { now: boolean },
    answers: Map<string, { status: number; messageId: string | null }>,
  ): Promise<void> {
    for (let count = 0; !isOver.now; count += 1) {
      const flowToken = `kill-${caller}-${count}`
      const delay = random() < 0.25 ? 1 : 0
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
      kills: KILLS,
      seed: SEED,
      sends: answers.size,
      arrived: arrived.size,
      states,
    })
    process.stdout.write(`killed sends: ${told}\n`)
    expect(answers.size).toBeGreaterThan(KILLS)
    expect([...arrived.keys()].filter((flowToken) => !answers.has(flowToken))).toEqual([])
  }
}
