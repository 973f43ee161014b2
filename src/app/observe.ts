import type { AnswerCounts } from '../form/index.ts'
import type { SendCounts } from '../message/index.ts'
import type { Log } from '../platform/log.ts'
import type { EngineIncident } from '../whatsapp/baileys/engine.ts'
import type { LineState } from '../whatsapp/port.ts'
import type { Counters } from './counters.ts'

/** What the rooms tell of themselves, on its way into the counters and the log. */
export interface Observer {
  sends: SendCounts
  answers: AnswerCounts
  lineMoved(instanceId: string, state: LineState): void
  met(instanceId: string, incident: EngineIncident): void
}

/** Ids stand in the log alone: as labels of counters there would be too many of them. */
export function createObserver(counters: Counters, log: Log): Observer {
  return {
    sends: {
      moved(message, { state, failure }) {
        // Written on the phone or another device: it went out without us.
        if (message.source === '') return
        counters.moved(message.type, state)
        const about = { instanceId: message.instance_id, messageId: message.message_id, state }
        if (state !== 'failed') log.debug(about, 'a message came to a state')
        else log.info({ ...about, code: wordOf(failure?.code) }, 'a message failed')
      },
      judged: (message, code) => counters.judged(code, message.at),
    },
    answers: {
      arrived(answer, form) {
        counters.answered(answer.matched_by, form?.form_type ?? null)
        const about = { instanceId: answer.instance_id, answerId: answer.id, messageId: answer.message_id }
        log.debug({ ...about, formId: form?.id, reason: answer.reason ?? undefined }, 'an answer came in')
      },
      adopted: (form) => counters.adopted(form.form_type),
    },
    lineMoved(instanceId, state) {
      const reason = 'reason' in state ? state.reason : undefined
      if (reason !== undefined) counters.disconnected(reason, state.type === 'waiting' ? 'retry' : 'stay_closed')
      // Told again with every code that is shown.
      const level = state.type === 'linking' ? 'debug' : 'info'
      log[level]({ instanceId, state: state.type, reason }, 'a line changed its state')
    },
    met(instanceId, incident) {
      counters.incident(incident)
      log.debug({ instanceId, incident }, 'the engine met with something unusual')
    },
  }
}

/** WhatsApp's codes come from outside: what is no short word of letters and digits is none of theirs. */
function wordOf(code: string | undefined): string | undefined {
  return code === undefined || /^[a-z_]{1,20}$|^\d{1,4}$/.test(code) ? code : 'other'
}
