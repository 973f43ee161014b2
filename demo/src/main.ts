import { join } from 'node:path'
import { makeRoundTrip } from './round-trip.ts'
import { type DemoOptions, readOptions, readSettings } from './settings.ts'
import { setStage } from './stage.ts'
import { eventText, outcomeText, readyLine, welcome } from './texts.ts'
import { watchEvents } from './watch-events.ts'
import { openWorld, type World } from './world.ts'

const ROOT = join(import.meta.dirname, '../..')

/** Resolves at Ctrl-C or a polite request to end. A closed standard input is no reason. */
const asked = new Promise<'asked'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('asked'))
})

process.exitCode = await run()
process.exit()

async function run(): Promise<number> {
  let world: World | null = null
  try {
    const options = readOptions(process.argv.slice(2))
    const opening = open(options)
    const first = await Promise.race([opening, asked])
    world = await opening
    return first === 'asked' ? 0 : await play(options, world)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  } finally {
    await world?.close()
  }
}

function open(options: DemoOptions): Promise<World> {
  const given = readSettings(process.env, join(process.cwd(), '.env'))
  return openWorld(ROOT, given, process.env, (text) => {
    if (!options.json) process.stderr.write(text)
  })
}

async function play(options: DemoOptions, world: World): Promise<number> {
  const broken = world.broken.then((sentence) => {
    throw new Error(sentence)
  })
  broken.catch(() => {})
  const played = perform(options, world)
  played.catch(() => {})
  const outcome = await Promise.race([played, broken, asked])
  return outcome === 'asked' ? 0 : outcome
}

async function perform(options: DemoOptions, world: World): Promise<number> {
  const stage = await setStage(world)
  if (options.auto) {
    const trip = await makeRoundTrip(stage)
    process.stdout.write(options.json ? `${JSON.stringify(trip)}\n` : outcomeText(trip))
    return 0
  }
  if (options.json) {
    process.stdout.write(readyLine(world, stage))
  } else {
    process.stdout.write(welcome(world, stage))
    await watchEvents(world, stage, (event) => process.stdout.write(eventText(event)))
  }
  await asked
  return 0
}
