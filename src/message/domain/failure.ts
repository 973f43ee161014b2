import type { AckFailure, SendRefused } from '../../whatsapp/port.ts'

/** Why a send failed: a stable code, and a sentence for a person. */
export interface Failure {
  code: string
  message: string
}

/** Puts WhatsApp's refusal into words. Pure. */
export function failureOfAck(failure: AckFailure): Failure {
  switch (failure.reason) {
    case 'form_refused':
      return { code: failure.code, message: 'WhatsApp refused this kind of message from this number' }
    case 'malformed':
      return { code: failure.code, message: 'WhatsApp could not read the message' }
    case 'account_restricted':
      return {
        code: failure.code,
        message: 'WhatsApp restricts this number from writing first to people who never wrote to it',
      }
    case 'refused':
      return { code: failure.code, message: `WhatsApp refused the message (${failure.code})` }
  }
}

/** Puts into words why the engine never sent the message. Pure. */
export function failureOfRefusal(reason: SendRefused['reason']): Failure {
  switch (reason) {
    case 'not_connected':
      return { code: 'not_connected', message: 'the connection to WhatsApp was lost before the message went out' }
    case 'no_devices':
      return { code: 'no_devices', message: 'WhatsApp lists no device that could read the message' }
    case 'engine_failed':
      return { code: 'engine_failed', message: 'the message could not be encrypted or written' }
  }
}

/** WhatsApp was asked, and never said whether it took the message. */
export const NO_VERDICT: Failure = {
  code: 'no_verdict',
  message: 'WhatsApp did not confirm the message within a minute; it may have gone out all the same',
}

/** It waited to be sent, and then what it quotes, or the one it was for, was erased. */
export const ERASED: Failure = { code: 'erased', message: 'what the message is about was erased before it went out' }
