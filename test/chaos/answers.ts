import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { control, type Sandbox } from '../journey/sandbox.ts'
import type { GivenAnswer } from './callers.ts'

/** Ids of the messages that companions have told WhatsApp to have, or to be unable to read. */
export async function heardOf(sandbox: Sandbox): Promise<Set<string>> {
  const { receipts } = (await control(sandbox, 'receipts?after=0')) as {
    receipts: { id: string; class: string; type: string; error?: string }[]
  }
  return new Set(
    receipts.flatMap(({ id, class: kind, type }) =>
      (kind === 'receipt' && type !== 'retry') || (kind === 'ack' && type === 'message') ? [id] : [],
    ),
  )
}

/** How often each answer is stored, by its mark. */
export function storedAnswers(dataDir: string): Map<string, number> {
  const database = new DatabaseSync(join(dataDir, 'formwire.db'), { readOnly: true })
  try {
    const stored = new Map<string, number>()
    for (const { raw } of database.prepare('select raw from answer').all()) {
      const mark = /Answer to \S+ end/.exec(String(raw))?.[0] ?? 'of nobody'
      stored.set(mark, (stored.get(mark) ?? 0) + 1)
    }
    return stored
  } finally {
    database.close()
  }
}

/** How many rows of credentials and keys each instance has. */
export function keysOf(dataDir: string): Map<string, number> {
  const database = new DatabaseSync(join(dataDir, 'formwire.db'), { readOnly: true })
  try {
    const rows = database
      .prepare(
        `select name, (select count(*) from credential where instance_id = instance.id)
                    + (select count(*) from signal_key where instance_id = instance.id) as keys from instance`,
      )
      .all()
    return new Map(rows.map(({ name, keys }) => [String(name), Number(keys)]))
  } finally {
    database.close()
  }
}

/**
 * Answers that WhatsApp was told to have arrived, and that are not stored once. Those without content are apart: they are
 * acknowledged before they are asked for (docs/architecture.md, promises). Pure.
 */
export function judgeAnswers(
  given: readonly GivenAnswer[],
  heard: ReadonlySet<string>,
  stored: ReadonlyMap<string, number>,
) {
  const times = ({ mark }: GivenAnswer) => stored.get(mark) ?? 0
  const tell = (one: GivenAnswer) => `${one.mark} (${one.messageId})`
  return {
    lost: given.filter((one) => !one.isWithheld && heard.has(one.messageId) && times(one) === 0).map(tell),
    storedTwice: given.filter((one) => times(one) > 1).map(tell),
    strange: [...stored.keys()].filter((mark) => !given.some((one) => one.mark === mark)),
  }
}
