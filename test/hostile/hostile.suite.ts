import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readAnswer } from '../../src/form/domain/reading.ts'
import { type EngineName, makePlace, type StorePlace } from '../../src/platform/db/test-store.suite.ts'
import { control, type Sandbox, startSandbox } from '../journey/sandbox.ts'
import { ANA, BRUNO, onPhone, SHOP } from '../journey/shop.ts'
import { type Served, serve } from '../kill/served.ts'
import { type HostileCase, hostileCase } from './corpus.ts'
import type { Measured } from './measure.ts'
import { countUnmatched } from './unmatched.ts'

const SHORT = { sqlite: 300, postgres: 60 } as const
const SEED = Number(process.env['HOSTILE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const TOKEN = 'waits for Ana'

/** So many are on their way at most before the gateway is waited for. */
const AT_ONCE = 30

/** After so many an honest answer comes; a phone of the sandbox remembers its last messages only, and must still have the form. */
const IN_A_ROUND = 300

/** Where other tests run beside this one, caches are shared too, and the same work takes a thread longer. */
const BESIDE_OTHERS = process.env['CI'] ? 2 : 1
const MOST_P99_MS = 50 * BESIDE_OTHERS
const MOST_STALL_MS = 200 * BESIDE_OTHERS
const MOST_GROWTH_BYTES = 20 * 1024 * 1024
const MOST_HONEST_MS = 5_000

/** Hostile answers through the whole gateway, a process of its own, while a form waits for an honest one. */
export function testHostileAnswers(engine: EngineName): void {
  const cases = Number(process.env['HOSTILE_CASES'] ?? SHORT[engine])
  let place: StorePlace
  let sandbox: Sandbox
  let gateway: Served

  beforeAll(async () => {
    // The phones' libsignal prints whole sessions, private keys included; a test's output is no place for them.
    for (const method of ['info', 'warn', 'error'] as const) vi.spyOn(globalThis.console, method).mockReturnValue()
    place = await makePlace(engine)
    sandbox = await startSandbox()
    const { databaseUrl, dataDir } = place.options
    gateway = serve(
      {
        DATA_DIR: dataDir,
        WHATSAPP_URL: sandbox.whatsappUrl,
        WHATSAPP_ROOT_KEY: sandbox.rootKey,
        ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
      },
      ['--expose-gc', '--import', join(import.meta.dirname, 'measure.ts')],
    )
    await gateway.start()
    await control(sandbox, 'phones', { phone: ANA, name: 'Ana Souza' })
    await control(sandbox, 'phones', { phone: BRUNO, name: 'Bruno Lima' })
    await control(sandbox, 'phones', { phone: SHOP })
    await gateway.call('POST', '/api/instance/new', { body: { name: 'shop' } })
    const { body } = await gateway.call('GET', '/api/instance/connect/shop')
    await control(sandbox, 'link', { phone: SHOP, qr: body.qrCode })
    await vi.waitFor(
      async () => {
        expect((await gateway.call('GET', '/api/instance/list')).body.instances[0]?.status).toBe('connected')
      },
      { timeout: 30_000, interval: 20 },
    )
  }, 120_000)

  afterAll(async () => {
    await gateway?.kill()
    await sandbox?.close()
    await place?.remove()
  })

  test(`${cases} hostile answers harm nothing, and the next honest one goes through (seed ${SEED})`, async () => {
    await answerHonestly(await sendForm('an honest circle first'))
    const before = (await gateway.ask('begin')) as Measured

    const expected: string[] = []
    let skipped = 0
    let honestMs = 0
    for (let round = 0; round < cases; round += IN_A_ROUND) {
      const waiting = await sendForm(TOKEN)
      const end = Math.min(round + IN_A_ROUND, cases)
      for (let at = round; at < end; at += 1) {
        const hostile = hostileCase(SEED + at, TOKEN)
        if (await submit(hostile, waiting)) expected.push(verdictOf(hostile))
        else skipped += 1
        if (at % AT_ONCE === 0 || at === end - 1) await untilKept(expected.length)
      }
      expect((await readForm(waiting)).answerCount).toBe(0)
      const askedAt = performance.now()
      await answerHonestly(waiting)
      honestMs = Math.max(honestMs, performance.now() - askedAt)
    }
    expect(tally(await unmatched())).toEqual(tally(expected))
    const after = (await gateway.ask('end')) as Measured

    const grownBytes = after.heldBytes - before.heldBytes
    const told = { engine, cases, seed: SEED, skipped, honestMs, ...after, rssBeforeBytes: before.rssBytes, grownBytes }
    process.stdout.write(`hostile answers: ${JSON.stringify({ ...told, reasons: tally(expected) })}\n`)
    expect(skipped).toBeLessThan(cases / 20)
    expect(honestMs).toBeLessThan(MOST_HONEST_MS)
    expect(after.delayP99Ms).toBeLessThan(MOST_P99_MS)
    expect(after.busiestTurnMs).toBeLessThan(MOST_STALL_MS)
    expect(grownBytes).toBeLessThan(MOST_GROWTH_BYTES)
  }, 7_200_000)

  /** Sends a form to Ana, and gives its message id once her phone has it. */
  async function sendForm(flowToken: string): Promise<string> {
    const body = { number: ANA, message: 'Your details, please', flowToken }
    const { messageId } = (await gateway.call('POST', '/api/message/form/shop', { body })).body.data
    await onPhone(sandbox, ANA, messageId)
    return messageId
  }

  async function readForm(messageId: string, wait = 0) {
    return (await gateway.call('GET', `/api/form/get/shop?messageId=${messageId}&wait=${wait}`)).body.form
  }

  async function answerHonestly(messageId: string): Promise<void> {
    const values = { full_name: 'Ana Souza', email: 'ana@exemplo.com.br' }
    await control(sandbox, `phones/${ANA}/answer`, { messageId, values })
    const { state, answerCount, answers } = await readForm(messageId, 10)
    expect({ state, answerCount, answers }).toMatchObject({
      state: 'answered',
      answerCount: 1,
      answers: { fullName: 'Ana Souza', email: { value: 'ana@exemplo.com.br', valid: true } },
    })
  }

  /** False: the sandbox does not send such a thing. */
  async function submit(hostile: HostileCase, waiting: string): Promise<boolean> {
    const { paramsJson, body, version, from, wrap, isStranger, quotes } = hostile
    const answer = { to: SHOP, paramsJson, body, version, from, ...(wrap === null ? {} : { wrap }) }
    const quoting = quotes ? { messageId: waiting } : { quote: false }
    const sent = control(sandbox, `phones/${isStranger ? BRUNO : ANA}/answer`, { ...answer, ...quoting })
    return sent.then(
      () => true,
      () => false,
    )
  }

  /** What the gateway lists of them, page by page. */
  async function unmatched(): Promise<string[]> {
    const listed: string[] = []
    for (let next = ''; ; ) {
      const { body } = await gateway.call('GET', `/api/form/unmatched/shop?limit=200&cursor=${next}`)
      for (const { reason, quoted } of body.answers) listed.push(`${reason}${quoted === null ? '' : ', quoted'}`)
      if (body.nextCursor === null) return listed
      next = body.nextCursor
    }
  }

  async function untilKept(count: number): Promise<void> {
    await expect.poll(() => countUnmatched(place), { timeout: 60_000, interval: 20 }).toBe(count)
  }
}

/** Why a case is unmatched, and whether it quotes the form. */
function verdictOf({ paramsJson, body, version, isStranger, quotes }: HostileCase): string {
  const reading = readAnswer({ name: 'galaxy_message', paramsJson, version, body }, null)
  if (reading.type === 'unreadable') return `${reading.reason}${quotes ? ', quoted' : ''}`
  if (isStranger) return 'wrong_sender'
  return reading.flowToken === null ? 'no_token_or_quote' : 'unknown_form'
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words.toSorted()) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
