import type { Form } from '../../src/form/store.ts'
import { newId, newMessageId, newUuid } from '../../src/kernel/id.ts'
import type { SendState } from '../../src/kernel/send-state.ts'
import type { Chance } from './chance.ts'
import { inventNumber } from './invent-person.ts'
import { RARE, TEMPLATES, TOKEN } from './invent-template.ts'

export const DAY_MS = 86_400_000

const SOURCES = ['crm', 'site', 'campanha', 'suporte', 'loja'] as const

/** How often a form stands there when nothing moves it any more. */
const STATES: readonly [state: SendState, share: number][] = [
  ['answered', 0.4],
  ['read', 0.18],
  ['delivered', 0.16],
  ['expired', 0.1],
  ['sent', 0.08],
  ['failed', 0.05],
  ['sending', 0.02],
  ['queued', 0.01],
]

/** Every twentieth form goes to somebody who got one before. */
const REPEATED = 0.05
const REMEMBERED = 500

/** Invents the forms of a year, the oldest first, without their answers. */
export function* inventForms(chance: Chance, instanceId: string, count: number, until: number): Generator<Form> {
  const year = 365 * DAY_MS
  const known: string[] = []
  for (let index = 0; index < count; index += 1) {
    const createdAt = until - year + Math.floor(((index + chance.below(1000) / 1000) / count) * year)
    const repeated = chance.happens(REPEATED) ? known[chance.below(known.length)] : undefined
    const number = repeated ?? inventNumber(chance)
    known[index % REMEMBERED] = number
    yield inventForm(chance, instanceId, { createdAt, number, until, isRare: index < RARE.count })
  }
}

function inventForm(
  chance: Chance,
  instanceId: string,
  { createdAt, number, until, isRare }: { createdAt: number; number: string; until: number; isRare: boolean },
): Form {
  const flowToken = newUuid(chance)
  const template = isRare ? RARE.template : chance.pick(TEMPLATES as [(typeof TEMPLATES)[0]])
  const state = isRare ? RARE.state : inventState(chance)
  return {
    id: newId('frm', createdAt, chance),
    instance_id: instanceId,
    message_id: newMessageId(chance),
    flow_token: flowToken,
    ...template,
    params: template.params.replace(TOKEN, flowToken),
    late: 0,
    number,
    chat_jid: `${number}@s.whatsapp.net`,
    chat_lid: `${100_000_000_000_000 + chance.below(9e14)}@lid`,
    chat_type: 'private',
    source: isRare ? RARE.source : chance.pick(SOURCES),
    created_at: createdAt,
    state,
    ...inventTimes(chance, state, createdAt, until),
    answer_count: 0,
    latest_answer_id: null,
  }
}

function inventState(chance: Chance): SendState {
  let rest = chance.below(1e6) / 1e6
  const found = STATES.find(([, share]) => {
    rest -= share
    return rest < 0
  })
  return found?.[0] ?? 'sent'
}

/** What stands open expires after the bench, so that the gateway changes nothing while it is measured. */
function inventTimes(chance: Chance, state: SendState, createdAt: number, until: number) {
  const sentAt = createdAt + 200 + chance.below(2_000)
  const deliveredAt = sentAt + chance.below(20_000)
  const readAt = deliveredAt + chance.below(3_600_000)
  const wentOut = state !== 'failed' && state !== 'queued' && state !== 'sending' && state !== 'unknown'
  const arrived = wentOut && state !== 'sent'
  const wasSeen = state === 'read' || state === 'answered'
  const expiring = chance.happens(0.3) ? until + 30 * DAY_MS : null
  return {
    sent_at: wentOut ? sentAt : null,
    delivered_at: arrived ? deliveredAt : null,
    read_at: wasSeen ? readAt : null,
    answered_at: state === 'answered' ? readAt + 20_000 + chance.below(7_200_000) : null,
    failed_at: state === 'failed' ? sentAt : null,
    failure_code: state === 'failed' ? chance.pick(['463', '479', 'not_confirmed']) : null,
    failure_message: state === 'failed' ? 'WhatsApp refused the message' : null,
    expires_at: state === 'expired' ? createdAt + DAY_MS : expiring,
  }
}
