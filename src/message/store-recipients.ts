import type { Sql } from '../platform/db/store.ts'

/** The spelling of a number that WhatsApp knows, as it was told before. */
export function findRecipient(sql: Sql, instanceId: string, digits: string) {
  return sql
    .selectFrom('recipient')
    .select(['jid', 'lid', 'asked_at'])
    .where('instance_id', '=', instanceId)
    .where('digits', '=', digits)
    .executeTakeFirst()
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
