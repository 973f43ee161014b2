import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { control, type Sandbox } from '../journey/sandbox.ts'
import { allOnPhone } from '../journey/shop.ts'

/** A send as the store has it. `mark` is its text, which stands in no other. */
export interface KeptSend {
  instance: string
  mark: string
  messageId: string
  state: string
  failure: string | null
  /** Unix milliseconds: when it was handed over, or made. */
  at: number
}

/** A call that asked for one, as its caller saw it end; null: the connection broke. */
export interface AskedSend {
  mark: string
  status: number | null
  messageId: string | null
}

/** Rows of sends, read beside the gateway. */
export function readSends(dataDir: string): KeptSend[] {
  const database = new DatabaseSync(join(dataDir, 'formwire.db'), { readOnly: true })
  try {
    const rows = database
      .prepare(
        `select instance.name as instance, content as mark, message_id as messageId, message.state as state,
                failure_code as failure, at
         from message join instance on instance.id = message.instance_id where direction = 'outgoing'`,
      )
      .all()
    return rows.map((row) => ({ ...(row as unknown as KeptSend), at: Number(row['at']) }))
  } finally {
    database.close()
  }
}

/** How often each text or form arrived at these phones, by its mark. */
export async function arrivedAt(sandbox: Sandbox, phones: readonly string[]): Promise<Map<string, number>> {
  const copies = new Map<string, number>()
  for (const phone of phones) {
    for (const { fromMe, message } of await allOnPhone(sandbox, phone)) {
      const mark = message.interactiveMessage?.body?.text ?? message.extendedTextMessage?.text ?? message.conversation
      if (!fromMe && typeof mark === 'string') copies.set(mark, (copies.get(mark) ?? 0) + 1)
    }
  }
  return copies
}

/** What a state says of how often a message is on the phone. */
function mayHave({ state, failure }: KeptSend): readonly number[] {
  switch (state) {
    case 'sent':
    case 'delivered':
    case 'read':
    case 'answered':
      return [1]
    case 'failed':
      return failure === 'no_verdict' ? [0, 1] : [0]
    case 'queued':
      return [0]
    default:
      return [0, 1]
  }
}

/** Everything in which states and phones do not agree; empty lists when they do. `now` is Unix milliseconds. Pure. */
export function judgeSends(
  asked: readonly AskedSend[],
  kept: readonly KeptSend[],
  copies: ReadonlyMap<string, number>,
  now: number,
) {
  const byMark = Map.groupBy(kept, ({ mark }) => mark)
  const arrived = (mark: string) => copies.get(mark) ?? 0
  const tell = (one: KeptSend) =>
    `${one.mark} on ${one.instance} is ${one.state} (${one.failure}), arrived ${arrived(one.mark)} times`
  return {
    keptTwice: [...byMark].filter(([, rows]) => rows.length > 1).map(([mark]) => mark),
    untrue: kept.filter((one) => !mayHave(one).includes(arrived(one.mark))).map(tell),
    promisedAndNotKept: asked
      .filter(({ status, mark, messageId }) => status === 200 && byMark.get(mark)?.[0]?.messageId !== messageId)
      .map(({ mark }) => mark),
    arrivedUnknown: [...copies.keys()].filter((mark) => !byMark.has(mark)),
    leftOpen: kept.filter(({ state, at }) => state === 'sending' && now - at > LONGEST_OPEN_MS).map(tell),
  }
}

/** A verdict is waited for for a minute, and looked for every five seconds. */
const LONGEST_OPEN_MS = 90_000

export const NOTHING_WRONG: ReturnType<typeof judgeSends> = {
  keptTwice: [],
  untrue: [],
  promisedAndNotKept: [],
  arrivedUnknown: [],
  leftOpen: [],
}

/** A person whose phone is headless; the number. */
export async function addPerson(sandbox: Sandbox, index: number): Promise<string> {
  const phone = `55219300${String(index).padStart(5, '0')}`
  await control(sandbox, 'phones', { phone, name: `Person ${index}`, headless: true })
  return phone
}
