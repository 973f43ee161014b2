import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { makeRoundTrip } from './round-trip.ts'
import { type DemoOptions, readOptions, readSettings } from './settings.ts'
import { setStage } from './stage.ts'
import { outcomeText, readyLine, welcome } from './texts.ts'
import { watchEvents } from './watch-events.ts'
import { openWorld, type World } from './world.ts'

const ROOT = join(import.meta.dirname, '../..')

/** How long a failure waits for its cause: a signal or a dead process breaks calls before it is heard of itself. */
const CAUSE_MS = 300

const giveUp = new AbortController()

/** Resolves at Ctrl-C, a polite request to end, or when nobody reads on. A closed standard input is no reason. */
const asked = new Promise<'asked'>((resolve) => {
  const end = () => {
    resolve('asked')
    giveUp.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  process.stdout.on('error', end)
  process.stderr.on('error', () => {})
})

process.exitCode = await run()
process.exit()

async function run(): Promise<number> {
  let world: World | null = null
  let isAuto = false
  try {
    const options = readOptions(process.argv.slice(2))
    isAuto = options.auto
    world = await open(options)
    const outcome = await Promise.race([perform(options, world), world.broken.then(fail), asked])
    return outcome === 'asked' ? interrupted(isAuto) : 0
  } catch (error) {
    const broken = world?.broken ?? new Promise<never>(() => {})
    const reason = error instanceof Error ? error.message : String(error)
    const cause = await Promise.race([asked, broken.then(fail, fail), delay(CAUSE_MS, null)]).catch((dead) => dead)
    if (cause === 'asked') return interrupted(isAuto)
    process.stderr.write(`${cause instanceof Error ? cause.message : reason}\n`)
    return 1
  } finally {
    await world?.close()
  }
}

function fail(sentence: string): never {
  throw new Error(sentence)
}

/** Whoever waits for an answer must not take an interrupted demo for one that brought it. */
function interrupted(isAuto: boolean): number {
  if (!isAuto) return 0
  process.stderr.write('Interrupted before the answer had arrived.\n')
  return 1
}

function open(options: DemoOptions): Promise<World> {
  const given = readSettings(process.env, join(process.cwd(), '.env'))
  const isQuiet = options.json && given.get('LOG_LEVEL') === undefined
  return openWorld({
    root: ROOT,
    given,
    environment: process.env,
    showOutput: (text) => {
      if (!isQuiet) process.stderr.write(text)
    },
    giveUp: giveUp.signal,
  })
}

async function perform(options: DemoOptions, world: World): Promise<'done' | 'asked'> {
  const stage = await setStage(world)
  if (options.auto) {
    const trip = await makeRoundTrip(stage)
    await say(options.json ? `${JSON.stringify(trip)}\n` : outcomeText(trip))
    return 'done'
  }
  if (options.json) await say(readyLine(world, stage))
  else await watchEvents(world, stage, welcome(world, stage, process.stdout.isTTY), say)
  return asked
}

/** Resolves when the text is out of our hands; when nobody takes it, `asked` hears of that. */
function say(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()))
}
