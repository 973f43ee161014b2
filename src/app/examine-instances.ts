import { toIso } from '../kernel/clock.ts'
import { type Check, warned, well } from './check.ts'
import type { House } from './house.ts'

/** Numbers that are not as they should be, each with what to do. */
export async function examineInstances({ ground: { store }, isServing }: House): Promise<Check[]> {
  const rows = await store.read
    .selectFrom('instance')
    .innerJoin('account', 'account.id', 'instance.account_id')
    .select([
      'account.name as account',
      'instance.name',
      'state',
      'linked',
      'state_reason',
      'parked_at',
      'restricted_at',
    ])
    .orderBy('instance.created_at')
    .execute()
  const checks = rows.flatMap((row) => {
    const ill = judge(row, isServing)
    return ill ? [warned('instance', `${row.account}/${row.name} ${ill.found}`, ill.todo)] : []
  })
  if (checks.length > 0) return checks
  const linked = rows.filter((row) => row.linked === 1).length
  const connected = isServing ? `${linked} linked and connected` : `${linked} linked; no gateway runs to connect them`
  return [well('instances', `${rows.length}, ${connected}`)]
}

interface Row {
  state: 'connected' | 'connecting' | 'disconnected' | 'loggedout' | 'banned' | 'passkey_required'
  linked: number
  state_reason: string | null
  parked_at: number | null
  restricted_at: number | null
}

/** Pure. Null: nothing is to be said. */
function judge(row: Row, isServing: boolean): { found: string; todo: string } | null {
  const because = row.state_reason === null ? '' : ` (${row.state_reason})`
  if (row.parked_at !== null) {
    return { found: `is parked since ${toIso(row.parked_at)}`, todo: 'its keys were exported: run it where they went' }
  }
  switch (row.state) {
    case 'banned':
      return { found: `was banned by WhatsApp${because}`, todo: 'appeal in the app on its phone, then reconnect' }
    case 'loggedout':
      return { found: `was logged out${because}`, todo: 'link it again: GET /api/instance/connect/<instance>' }
    case 'passkey_required':
      return { found: 'asks for a passkey', todo: 'remove the passkey on its phone, then link it again' }
    case 'connected':
    case 'connecting':
    case 'disconnected':
      break
  }
  if (row.restricted_at !== null) {
    const since = toIso(row.restricted_at)
    return { found: `may not write to strangers since ${since}`, todo: 'send only to who wrote before, for some days' }
  }
  if (!isServing || row.linked !== 1 || row.state === 'connected') return null
  const todo = 'wait a minute, then POST /api/instance/reconnect/<instance>, and see whether WhatsApp can be reached'
  return { found: `is linked and not connected${because}`, todo }
}

/** Webhooks that were paused, for they had only failed for days. */
export async function examineWebhooks({ ground: { store } }: House): Promise<Check[]> {
  const rows = await store.read
    .selectFrom('webhook')
    .innerJoin('instance', 'instance.id', 'webhook.instance_id')
    .select(['instance.name', 'label', 'paused_at', 'failing_since', 'enabled'])
    .execute()
  const checks = rows.flatMap(({ name, label, paused_at, failing_since }) => {
    if (paused_at !== null) {
      const todo = 'mend its receiver, then configure it again: docs/webhooks.md'
      return [warned('webhook', `${label} of ${name} is paused since ${toIso(paused_at)}`, todo)]
    }
    if (failing_since === null) return []
    const todo = 'look at its deliveries: GET /api/events/deliveries/<instance>'
    return [warned('webhook', `${label} of ${name} fails since ${toIso(failing_since)}`, todo)]
  })
  return checks.length > 0 ? checks : [well('webhooks', `${rows.length}, none paused, none failing`)]
}
