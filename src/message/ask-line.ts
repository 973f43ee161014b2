import { FormwireError, problemWith } from '../kernel/errors.ts'
import { type Line, SendRefused } from '../whatsapp/port.ts'

/**
 * Asks WhatsApp something before a send. What breaks then is told to the caller: nothing has been sent.
 * @throws instance_not_connected, send_failed; errors of the catalogue as they are
 */
export async function askLine<Answer>(line: Line, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (cause) {
    if (cause instanceof FormwireError) throw cause
    const isOffline = line.state.type !== 'open' || (cause instanceof SendRefused && cause.reason === 'not_connected')
    if (isOffline) throw problemWith({ cause }, 'instance_not_connected')
    throw problemWith({ cause }, 'send_failed', 'WhatsApp did not say whether the recipient exists')
  }
}
