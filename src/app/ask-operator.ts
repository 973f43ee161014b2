import { z } from 'zod'
import { pause } from '../kernel/clock.ts'
import { Refused } from '../kernel/refused.ts'
import { askGateway } from '../platform/control/ask.ts'
import { StoreInUse } from '../platform/db/refused.ts'
import { insistOnStore } from './insist-on-store.ts'
import type { InputOf, OperationName, OutputOf } from './operator.ts'
import type { AppOptions } from './store-and-keys.ts'

/** An account with many numbers takes its time: each says goodbye to WhatsApp. */
const ANSWER_MS = 120_000

/** Another command may have the store open for a moment, and a gateway that starts listens after a while. */
const TRIES = 20
const RETRY_AFTER_MS = 250

const REPLY = z.union([
  z.object({ output: z.record(z.string(), z.unknown()) }),
  z.object({ refused: z.string() }),
  z.object({ failed: z.literal(true) }),
])

export interface Answered<Output> {
  output: Output
  /** Whether a running gateway did it; else the store was opened for it. */
  byGateway: boolean
  /** Whether the first account was made on the way, for the store was new. */
  isNew: boolean
}

/**
 * Has an operation done: by the gateway that runs, or on the store that no process has open. `mayMake`: where there is
 * no store yet, it may be made.
 * @throws Refused with one sentence
 */
export async function askOperator<Name extends OperationName>(
  options: AppOptions,
  name: Name,
  input: InputOf<Name>,
  { mayMake = false } = {},
): Promise<Answered<OutputOf<Name>>> {
  const { config, clock } = options
  for (let tried = 1; ; tried += 1) {
    const asked = { dataDir: config.dataDir, clock, withinMs: ANSWER_MS }
    const reply = await askGateway(asked, { operation: name, input })
    if (reply !== null) return { output: readReply(reply) as OutputOf<Name>, byGateway: true, isNew: false }
    if (!mayMake) insistOnStore(options)
    try {
      return await doAlone(options, name, input)
    } catch (error) {
      if (!(error instanceof StoreInUse)) throw error
      if (tried === TRIES) {
        throw new Refused(`${error.message} It answers no commands: it may be starting, or of another version.`)
      }
    }
    await waitAlive(options)
  }
}

async function doAlone<Name extends OperationName>(options: AppOptions, name: Name, input: InputOf<Name>) {
  // The rooms take a while to load, and are needed here only.
  const { operate, readInput } = await import('./operator.ts')
  readInput(name, input)
  const { openForCommand } = await import('./open-for-command.ts')
  const { gateway, isNew, close } = await openForCommand(options)
  try {
    return { output: (await operate(gateway, name, input)) as OutputOf<Name>, byGateway: false, isNew }
  } finally {
    // A token is told nowhere else: what cannot be closed does not keep it back.
    await close().catch(() => {})
  }
}

function readReply(reply: unknown): unknown {
  const read = REPLY.safeParse(reply)
  if (!read.success) throw new Refused('The gateway answered something else: is it of another version?')
  if ('output' in read.data) return read.data.output
  if ('refused' in read.data) throw new Refused(read.data.refused)
  throw new Refused('The gateway could not do it: its log says why.')
}

/** A clock's timers keep no process alive. */
async function waitAlive({ clock }: AppOptions): Promise<void> {
  const alive = setInterval(() => {}, RETRY_AFTER_MS)
  await pause(clock, RETRY_AFTER_MS)
  clearInterval(alive)
}
