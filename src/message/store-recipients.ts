import { prepared } from '../platform/db/prepared.ts'
import type { Sql } from '../platform/db/store.ts'

const known = prepared((sql, given: { instanceId: string; digits: string }) =>
  sql
    .selectFrom('recipient')
    .select(['jid', 'lid', 'asked_at'])
    .where('instance_id', '=', given.instanceId)
    .where('digits', '=', given.digits),
)

/** The spelling of a number that WhatsApp knows, as it was told before. */
export function findRecipient(sql: Sql, instanceId: string, digits: string) {
  return known.first(sql, { instanceId, digits })
}

export async function rememberRecipient(
  sql: Sql,
  recipient: { instance_id: string; digits: string; jid: string; lid: string | null; asked_at: number },
): Promise<void> {
  await sql
    .insertInto('recipient')
    .values(recipient)
    .onConflict((conflict) =>
      conflict.columns(['instance_id', 'digits']).doUpdateSet({
        jid: recipient.jid,
        lid: recipient.lid,
        asked_at: recipient.asked_at,
      }),
    )
    .execute()
}

/** Forgets what was told of a recipient: it can no longer be written to under this JID. */
export async function forgetRecipient(sql: Sql, instanceId: string, jid: string): Promise<void> {
  await sql.deleteFrom('recipient').where('instance_id', '=', instanceId).where('jid', '=', jid).execute()
}

/**
 * Remembers that addresses are one person's, for as long as it takes to erase them: else one of which only an erased row
 * told could not be found again. No number is looked for under these digits, for they are none.
 */
export async function linkAddresses(
  sql: Sql,
  instanceId: string,
  addresses: readonly string[],
  now: number,
): Promise<void> {
  const [first, ...others] = addresses
  for (const other of first === undefined ? [] : others) {
    const link = { instance_id: instanceId, digits: other, jid: first ?? '', lid: other, asked_at: now }
    await rememberRecipient(sql, link)
  }
}
