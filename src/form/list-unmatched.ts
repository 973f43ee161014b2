import { toIso } from '../kernel/clock.ts'
import type { Store } from '../platform/db/store.ts'
import { refuse } from './read-filter.ts'
import type { ListUnmatchedQuery } from './schema-unmatched.ts'
import { type Answer, findUnmatched } from './store-answers.ts'

/** Bytes of raw answers on one page: one may hold a quarter of a megabyte. */
const MOST_BYTES = 4_194_304

/**
 * A page of the answers that belong to no form, the newest first.
 * @throws request_invalid
 */
export async function listUnmatched({ read }: Pick<Store, 'read'>, instanceId: string, query: ListUnmatchedQuery) {
  const { cursor, limit } = query
  if (cursor !== undefined && !/^ans_[0-9a-z]{20}$/.test(cursor)) {
    throw refuse('cursor', 'must be the nextCursor of a page before')
  }
  const { answers, isLast } = await findUnmatched(read, instanceId, { before: cursor ?? null, limit, most: MOST_BYTES })
  return { answers: answers.map(viewUnmatched), nextCursor: isLast ? null : (answers.at(-1)?.id ?? null) }
}

function viewUnmatched(answer: Answer) {
  return {
    id: answer.id,
    at: toIso(answer.at),
    from: { jid: answer.from_jid, lid: answer.from_lid, name: answer.from_name },
    reason: answer.reason ?? 'unknown_form',
    quoted: answer.quoted_message_id,
    flowToken: answer.flow_token,
    raw: answer.raw,
    erased: answer.erased === 1,
  }
}
