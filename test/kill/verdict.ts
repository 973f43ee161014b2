import type { Acknowledged } from './acknowledged.ts'
import type { Given } from './answering.ts'
import type { Arrival } from './moody-receiver.ts'
import type { Stored } from './stored.ts'

/** Failed attempts during which a delivery holds back the later ones of its chat: contract of the webhooks. */
const HOLDS_BACK = 3

/** Everything in which what was promised was not kept; empty lists when it was. */
export function judgeAnswers(
  given: readonly Given[],
  { received, acked, retried }: Acknowledged,
  { answers, forms, failures }: Stored,
  arrivals: readonly Arrival[],
) {
  const known = new Set(given.map(({ mark }) => mark))
  const told = tellings(arrivals)
  const isKnownToWhatsApp = ({ messageId }: Given) => received.has(messageId) || acked.has(messageId)
  const timesStored = ({ mark }: Given) => answers.get(mark)?.length ?? 0
  const idsOf = ({ mark }: Given, type: string) => told.get(`${type} ${mark}`) ?? new Map<string, boolean>()
  const isDelivered = (one: Given, type: string) => [...idsOf(one, type).values()].includes(true)
  const inPlace = (one: Given) => (answers.get(one.mark) ?? []).every((place) => place.flowToken === one.flowToken)
  const isUnmatched = ({ flowToken }: Given) => flowToken === null
  const marksOf = (wrong: readonly Given[]) =>
    wrong.map(({ mark, way, chat, messageId }) => `${mark} (${way}, ${chat.name}, ${messageId})`)
  const acknowledgedOnes = given.filter(isKnownToWhatsApp)

  return {
    lost: marksOf(acknowledgedOnes.filter((one) => timesStored(one) === 0)),
    storedTwice: marksOf(given.filter((one) => timesStored(one) > 1)),
    misplaced: marksOf(given.filter((one) => !inPlace(one))),
    notDelivered: marksOf(acknowledgedOnes.filter((one) => !isDelivered(one, 'message.exchange'))),
    notTold: marksOf(acknowledgedOnes.filter((one) => !isUnmatched(one) && !isDelivered(one, 'form.answered'))),
    toldThoughUnmatched: marksOf(given.filter((one) => isUnmatched(one) && idsOf(one, 'form.answered').size > 0)),
    underTwoIds: marksOf(
      given.filter((one) => idsOf(one, 'message.exchange').size > 1 || idsOf(one, 'form.answered').size > 1),
    ),
    strange: [...answers.keys()].filter((mark) => !known.has(mark)),
    foreignIds: arrivals.filter(({ id, event }) => id !== event.id).map(({ id }) => id),
    openForms: forms.filter(({ state }) => /^(queued|sending)$/.test(state)).map(({ flowToken }) => flowToken),
    unansweredForms: forms
      .filter(({ state, answerCount, revisions }) => answerCount > 0 && (state !== 'answered' || !revisions.length))
      .map(({ flowToken, state }) => `${flowToken} is ${state}`),
    miscounted: forms
      .filter(({ answerCount, revisions }) => answerCount !== revisions.length)
      .map(({ flowToken }) => flowToken),
    deliveredOutOfOrder: outOfOrder(firstArrivals(arrivals, failures), chatOf, ({ id }) => id),
    answeredOutOfOrder: outOfOrder(
      firstArrivals(arrivals, failures).filter(
        // What is sent once more comes later.
        ({ event, mark }) => mark !== null && event.event === 'message.exchange' && !retried.has(event.data.id),
      ),
      ({ event, mark }) => `${event.data.chat.type} ${personIn(mark)}`,
      ({ mark }) => countIn(mark),
    ),
  }
}

/** By type and mark: the `webhook-id`s under which it came, and whether one of their attempts was accepted. */
function tellings(arrivals: readonly Arrival[]): Map<string, Map<string, boolean>> {
  const told = new Map<string, Map<string, boolean>>()
  for (const { id, event, mark, isAccepted } of arrivals) {
    if (mark === null) continue
    const key = `${event.event} ${mark}`
    const ids = told.get(key) ?? new Map<string, boolean>()
    ids.set(id, isAccepted || ids.get(id) === true)
    told.set(key, ids)
  }
  return told
}

/** The first attempt of each delivery, without those that failed so often that their chat no longer waited. */
function firstArrivals(arrivals: readonly Arrival[], failures: ReadonlyMap<string, number>): Arrival[] {
  const seen = new Set<string>()
  return arrivals.filter(({ id }) => {
    const isFirst = !seen.has(id)
    seen.add(id)
    return isFirst && (failures.get(id) ?? 0) < HOLDS_BACK
  })
}

function outOfOrder(
  arrivals: readonly Arrival[],
  keyOf: (arrival: Arrival) => string,
  placeOf: (arrival: Arrival) => number | string,
): string[] {
  const last = new Map<string, number | string>()
  return arrivals.flatMap((arrival) => {
    const key = keyOf(arrival)
    const before = last.get(key)
    const place = placeOf(arrival)
    last.set(key, place)
    return before !== undefined && before > place ? [`${key}: ${place} after ${before}`] : []
  })
}

function chatOf({ event }: Arrival): string {
  const { jid, lid } = event.data.chat ?? event.data.form.chat
  return String(jid ?? lid)
}

const personIn = (mark: string | null) => mark?.split(' ')[1] ?? ''
const countIn = (mark: string | null) => Number(mark?.split(' ')[2])
