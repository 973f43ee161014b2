import { restrictedUntil } from '../instance/index.ts'
import { toIso } from '../kernel/clock.ts'
import type { InstanceWord } from '../kernel/instance-state.ts'
import { type Check, warned, well } from './check.ts'
import type { OpenedGateway } from './opened-gateway.ts'

/** Of the gateway, what this looks at. */
export interface InstancesDeps {
  options: Pick<OpenedGateway['options'], 'clock'>
  storeAndKeys: Pick<OpenedGateway['storeAndKeys'], 'store'>
  isServing: boolean
}

/** Numbers that are not as they should be, each with what to do. */
export async function examineInstances({ options, storeAndKeys, isServing }: InstancesDeps): Promise<Check[]> {
  const { clock } = options
  const { store } = storeAndKeys
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
      'banned_until',
    ])
    .orderBy('instance.created_at')
    .execute()
  const checks = rows.flatMap((row) =>
    judge(row, isServing, clock.now()).map(({ found, todo }) =>
      warned('instance', `${row.account}/${row.name} ${found}`, todo),
    ),
  )
  if (checks.length > 0) return checks
  const linked = rows.filter((row) => row.linked === 1).length
  const connected = isServing ? `${linked} linked and connected` : `${linked} linked; no gateway runs to connect them`
  return [well('instances', `${rows.length}, ${connected}`)]
}

interface Row {
  state: InstanceWord
  linked: number
  state_reason: string | null
  parked_at: number | null
  restricted_at: number | null
  banned_until: number | null
}

interface Ill {
  found: string
  todo: string
}

/** What is to be said of an instance, and of its first messages to strangers beside it. Pure. */
function judge(row: Row, isServing: boolean, now: number): Ill[] {
  if (row.parked_at !== null) {
    return [
      { found: `is parked since ${toIso(row.parked_at)}`, todo: 'its keys were exported: run it where they went' },
    ]
  }
  const state = judgeState(row, isServing)
  const until = toIso(restrictedUntil(row.restricted_at, now))
  const restricted = until !== null && {
    found: `writes no first message to strangers until ${until}`,
    todo: 'WhatsApp refused one: send only to who wrote before until then',
  }
  return [state, restricted].filter((ill) => ill !== null && ill !== false)
}

/** Pure. Null: nothing is to be said. */
function judgeState(row: Row, isServing: boolean): Ill | null {
  const because = row.state_reason === null ? '' : ` (${row.state_reason})`
  switch (row.state) {
    case 'banned': {
      const until = row.banned_until === null ? '' : ` until ${toIso(row.banned_until)}`
      return {
        found: `was banned by WhatsApp${until}${because}`,
        todo: 'appeal in the app on its phone, then reconnect',
      }
    }
    case 'loggedout':
      return { found: `was logged out${because}`, todo: 'link it again: GET /api/instance/connect/<instance>' }
    case 'passkey_required':
      return { found: 'asks for a passkey', todo: 'use a number whose account does not ask for it' }
    case 'connected':
      return null
    case 'connecting':
    case 'disconnected':
      return isServing && row.linked === 1
        ? { found: `is linked and not connected${because}`, todo: todoOf(row.state_reason) }
        : null
  }
}

function todoOf(reason: string | null): string {
  if (reason === 'replaced') return 'another connection has the same keys: stop that one, then reconnect'
  if (reason === 'server_not_genuine') return 'look who is between here and WhatsApp, then reconnect'
  if (reason === 'client_outdated') return 'update Formwire or set WHATSAPP_VERSION, and restart'
  return 'wait a minute, then POST /api/instance/reconnect/<instance>, and see whether WhatsApp can be reached'
}

/** Webhooks that were paused, for they had only failed for days. */
export async function examineWebhooks({ storeAndKeys: { store } }: OpenedGateway): Promise<Check[]> {
  const rows = await store.read
    .selectFrom('webhook')
    .innerJoin('instance', 'instance.id', 'webhook.instance_id')
    .select(['instance.name', 'label', 'paused_at', 'pause_reason', 'failing_since', 'enabled'])
    .execute()
  const checks = rows.flatMap(({ name, label, paused_at, pause_reason, failing_since }) => {
    if (pause_reason === 'by_hand') {
      const todo = 'let it go on when it may: POST /api/events/pauseWebhook/<instance>'
      return [warned('webhook', `${label} of ${name} is paused by hand since ${toIso(paused_at)}`, todo)]
    }
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
